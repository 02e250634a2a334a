/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has happened in an agreement: the log of who was asked, who answered what, when, at which attempt, and what was
 * decided.
 */
public sealed interface TccEvent {

    /** When. */
    Instant at();

    /**
     * It began.
     *
     * @param id its id
     * @param type its type
     * @param legs its sides
     * @param order how confirms and cancels are asked for
     * @param deadline when the tries have to be answered; null if only their own times count
     * @param caller who waits for the outcome
     */
    record Started(
            String id,
            String type,
            List<Leg> legs,
            Order order,
            @Nullable Instant deadline,
            @Nullable Caller caller,
            Instant at)
            implements TccEvent {
        public Started {
            requireNonNull(id, "id");
            requireNonNull(type, "type");
            legs = List.copyOf(legs);
        }
    }

    /** Another caller waits for the outcome. */
    record CallerJoined(Caller caller, Instant at) implements TccEvent {}

    /**
     * Sides were asked, in the same Kafka transaction.
     *
     * @param attempt the number of the attempt, from 1
     * @param legs their names
     */
    record Asked(Phase phase, int attempt, List<String> legs, Instant at) implements TccEvent {
        public Asked {
            legs = List.copyOf(legs);
        }
    }

    /** A side answered. */
    record Answered(String leg, Phase phase, int attempt, Answer answer, Instant at) implements TccEvent {}

    /** A side did not answer in time. */
    record TimedOut(String leg, Phase phase, int attempt, Instant at) implements TccEvent {}

    /** The tries are over, and it was decided how it goes on. It goes on so whatever happens. */
    record Decided(Verdict verdict, Instant at) implements TccEvent {}

    /**
     * A confirm or cancel has failed and will be asked for again.
     *
     * @param due when
     */
    record Postponed(String leg, Phase phase, Instant due, Instant at) implements TccEvent {}

    /** A confirm or cancel has failed and will not be asked for again, unless an operator orders it. */
    record GivenUp(String leg, Phase phase, Instant at) implements TccEvent {}

    /** It is over, and this is what callers are told. */
    record Ended(Outcome.Result result, Instant at) implements TccEvent {}

    /** An operator ordered that what was given up is asked for again. */
    record RetryOrdered(String note, Instant at) implements TccEvent {}

    /** What was given up has succeeded after all. */
    record Repaired(Instant at) implements TccEvent {}

    /** An operator has put in order by hand what was given up. */
    record Resolved(String note, Instant at) implements TccEvent {}

    /** What was decided when the tries were over. */
    enum Verdict {
        /** All tries succeeded. */
        CONFIRM,
        /** At least one did not. */
        CANCEL;

        Phase phase() {
            return this == CONFIRM ? Phase.CONFIRM : Phase.CANCEL;
        }
    }

    /** How confirms and cancels are asked for. */
    enum Order {
        /** All at once. */
        PARALLEL,
        /**
         * One after the other, as they are listed. One that was given up does not hold up the next, and when an
         * operator orders a retry, all that were given up are asked at once.
         */
        LISTED
    }
}
