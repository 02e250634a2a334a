/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How an agreement stands, or how it ended.
 *
 * @param id its id
 * @param type its type
 * @param result how it ended; {@link Result#PENDING} while it goes on
 * @param participants how each side stands, by name, in the order of the definition
 */
public record Outcome(String id, String type, Result result, Map<String, Participant> participants) {

    public Outcome {
        requireNonNull(result, "result");
        participants = Collections.unmodifiableMap(new LinkedHashMap<>(participants));
    }

    /** How an agreement ended. */
    public enum Result {
        /** It goes on. */
        PENDING,
        /** All sides confirmed. */
        CONFIRMED,
        /** At least one try failed, and everything was cancelled: consistent. */
        TRY_FAILED,
        /** At least one side could not be confirmed though all tries had succeeded: needs repair. */
        CONFIRM_FAILED,
        /** At least one try failed, and at least one side could not be cancelled: needs repair. */
        CANCEL_FAILED
    }

    /**
     * How one side stands. The six flags are independent of each other.
     *
     * @param tried its try was asked for
     * @param trySucceeded its try succeeded, in time or later
     * @param confirmed its confirm was asked for
     * @param confirmSucceeded its confirm succeeded
     * @param canceled its cancel was asked for
     * @param cancelSucceeded its cancel succeeded
     * @param failures the last thing that went wrong in each phase, if anything did
     */
    public record Participant(
            boolean tried,
            boolean trySucceeded,
            boolean confirmed,
            boolean confirmSucceeded,
            boolean canceled,
            boolean cancelSucceeded,
            Map<Phase, Answer> failures) {
        public Participant {
            failures = Map.copyOf(failures);
        }

        /** What went wrong last in a phase; null if nothing did. */
        public @Nullable Answer failure(Phase phase) {
            return failures.get(phase);
        }
    }

    /** Whether all sides confirmed. */
    public boolean isConfirmed() {
        return result == Result.CONFIRMED;
    }

    /** The names of the sides whose try failed. */
    public List<String> tryFailed() {
        return named(side -> side.tried() && side.failures().containsKey(Phase.TRY));
    }

    /** The names of the sides that could not be confirmed, or not yet. */
    public List<String> confirmFailed() {
        return named(side -> side.confirmed() && !side.confirmSucceeded());
    }

    /** The names of the sides that could not be cancelled, or not yet. */
    public List<String> cancelFailed() {
        return named(side -> side.canceled() && !side.cancelSucceeded());
    }

    private List<String> named(Predicate<Participant> fits) {
        return participants.entrySet().stream()
                .filter(side -> fits.test(side.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * This outcome if all sides confirmed.
     *
     * @throws TccFailedException if not
     * @throws IllegalStateException if it goes on
     */
    public Outcome orElseThrow() {
        if (isConfirmed()) {
            return this;
        }
        if (result == Result.PENDING) {
            throw new IllegalStateException("expected a TCC that has ended, but %s goes on".formatted(id));
        }
        throw new TccFailedException(this);
    }
}
