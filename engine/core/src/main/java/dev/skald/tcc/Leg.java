/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * One side of an agreement: which participant is asked, about what, on which terms.
 *
 * @param name its name within the agreement; the participant's name unless the same participant has several sides
 * @param participant the participant
 * @param key what it is about, such as an instance's id: requests with the same key are handled in order
 * @param request what is asked, the same in all three phases
 * @param terms how it is asked
 */
public record Leg(String name, String participant, String key, Payload request, Terms terms) {

    public Leg {
        requireNonNull(name, "name");
        requireNonNull(participant, "participant");
        requireNonNull(key, "key");
        requireNonNull(request, "request");
        requireNonNull(terms, "terms");
    }

    /**
     * Times and retries that hold for one side of one agreement.
     *
     * @param tryTimeout how long its try may take
     * @param answerTimeout how long an attempt to confirm or cancel may take
     * @param retry how these are repeated
     */
    public record Terms(Duration tryTimeout, Duration answerTimeout, RetryPolicy retry) {

        /** What options say, and defaults where they say nothing. */
        public static Terms of(ParticipantOptions options) {
            return options.terms();
        }

        Duration timeout(Phase phase) {
            return phase == Phase.TRY ? tryTimeout : answerTimeout;
        }
    }
}
