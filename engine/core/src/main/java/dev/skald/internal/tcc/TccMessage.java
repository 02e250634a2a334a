/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.tcc;

import dev.skald.tcc.Payload;
import java.util.List;

/** What a client writes to the topic of agreements. The record's key is the agreement's id. */
public sealed interface TccMessage {

    /**
     * Begin an agreement, or wait for the outcome of the one that has this id.
     *
     * @param type its type
     * @param sides who is asked about what
     */
    record Start(String type, List<Ask> sides) implements TccMessage {
        public Start {
            sides = List.copyOf(sides);
        }
    }

    /** Wait for the outcome. */
    record Join() implements TccMessage {}

    /** Ask again for what was given up. */
    record Retry(String note) implements TccMessage {}

    /** What was given up has been put in order by hand. */
    record Resolve(String note) implements TccMessage {}

    /**
     * One side.
     *
     * @param name its name
     * @param participant who is asked
     * @param key what about
     * @param request the request, in the participant's serde
     */
    record Ask(String name, String participant, String key, Payload request) {}
}
