/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import dev.skald.tcc.Outcome.Result;
import dev.skald.tcc.TccEvent.Order;
import dev.skald.tcc.TccEvent.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How an agreement stands.
 *
 * @param id its id; empty before it began
 * @param type its type
 * @param sides its sides by name, in the order of the definition
 * @param order how confirms and cancels are asked for
 * @param deadline when the tries have to be answered
 * @param callers who waits for the outcome
 * @param verdict what was decided; null before
 * @param result how it ended
 * @param repairOpen whether something was given up that has neither succeeded since nor been resolved
 */
public record TccState(
        String id,
        String type,
        Map<String, Side> sides,
        Order order,
        @Nullable Instant deadline,
        List<Caller> callers,
        @Nullable Verdict verdict,
        Result result,
        boolean repairOpen) {

    /** Before anything has happened. */
    public static final TccState NONE =
            new TccState("", "", Map.of(), Order.PARALLEL, null, List.of(), null, Result.PENDING, false);

    public TccState {
        sides = Collections.unmodifiableMap(new LinkedHashMap<>(sides));
        callers = List.copyOf(callers);
    }

    /** Whether it has begun. */
    public boolean hasBegun() {
        return !id.isEmpty();
    }

    /** Whether it has ended; late answers may still lead to requests. */
    public boolean hasEnded() {
        return result != Result.PENDING;
    }

    /** The phase that follows the verdict; null before. */
    public @Nullable Phase phaseTwo() {
        return verdict == null ? null : verdict.phase();
    }

    /** Whether something was given up that an operator has to look at. */
    public boolean needsRepair() {
        Phase phase = phaseTwo();
        return repairOpen
                && phase != null
                && all().stream().anyMatch(side -> side.step(phase).failed());
    }

    /** How it stands, for those who ask. */
    public Outcome outcome() {
        Map<String, Outcome.Participant> participants = new LinkedHashMap<>();
        sides.forEach((name, side) -> participants.put(name, side.standing()));
        return new Outcome(id, type, result, participants);
    }

    /** When time comes for the next thing, if anything is waited for. */
    public Optional<Instant> alarm() {
        Instant earliest = null;
        for (Side side : all()) {
            for (Phase phase : Phase.values()) {
                Step step = side.step(phase);
                Instant due = step.isGoingOn() ? step.due() : null;
                if (due != null && (earliest == null || due.isBefore(earliest))) {
                    earliest = due;
                }
            }
        }
        return Optional.ofNullable(earliest);
    }

    Collection<Side> all() {
        return sides.values();
    }

    TccState with(String leg, Phase phase, UnaryOperator<Step> change) {
        Side side = sides.get(leg);
        if (side == null) {
            throw new IllegalStateException("expected one of %s, but it is %s".formatted(sides.keySet(), leg));
        }
        Map<String, Side> changed = new LinkedHashMap<>(sides);
        changed.put(leg, side.with(phase, change.apply(side.step(phase))));
        return new TccState(id, type, changed, order, deadline, callers, verdict, result, repairOpen);
    }

    TccState with(Caller caller) {
        List<Caller> more = new ArrayList<>(callers);
        more.add(caller);
        return new TccState(id, type, sides, order, deadline, more, verdict, result, repairOpen);
    }

    TccState with(Verdict decided) {
        return new TccState(id, type, sides, order, deadline, callers, decided, result, repairOpen);
    }

    /** Ended so; nobody is waited for by then, because all are told. */
    TccState with(Result ended) {
        boolean failed = ended == Result.CONFIRM_FAILED || ended == Result.CANCEL_FAILED;
        return new TccState(id, type, sides, order, deadline, List.of(), verdict, ended, failed);
    }

    TccState withRepairOpen(boolean open) {
        return new TccState(id, type, sides, order, deadline, callers, verdict, result, open);
    }
}
