/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import dev.skald.InstanceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked of an agreement, or reported to it. Each carries its moment: the rules read no clock. */
public sealed interface TccCommand {

    /** The moment. */
    Instant at();

    /**
     * Begin.
     *
     * @param deadline when the tries have to be answered; null if only their own times count
     * @param caller who waits for the outcome
     */
    record Start(
            String id,
            String type,
            List<Leg> legs,
            TccEvent.Order order,
            @Nullable Instant deadline,
            @Nullable Caller caller,
            Instant at)
            implements TccCommand {
        public Start {
            InstanceId.check(id);
            legs = List.copyOf(legs);
        }
    }

    /** Somebody waits for the outcome. Nothing is recorded if it has ended: the outcome can be told at once. */
    record Join(Caller caller, Instant at) implements TccCommand {}

    /** A side has answered. */
    record Report(String leg, Phase phase, int attempt, Answer answer, Instant at) implements TccCommand {}

    /** Time has come for something. */
    record Wake(Instant at) implements TccCommand {}

    /** An operator wants what was given up to be asked for again. */
    record Retry(String note, Instant at) implements TccCommand {}

    /** An operator says that what was given up has been put in order by hand. */
    record Resolve(String note, Instant at) implements TccCommand {}
}
