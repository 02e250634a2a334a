/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a participant is asked. What is not set is left to others: the orchestrator's options override the participant's,
 * and these override the defaults.
 *
 * @param tryTimeout how long a try may take; by default 10 s
 * @param answerTimeout how long each attempt to confirm or cancel may take before it counts as failed; by default 10 s
 * @param retry how confirms and cancels are repeated; by default {@link RetryPolicy#DEFAULT}
 */
public record ParticipantOptions(
        @Nullable Duration tryTimeout,
        @Nullable Duration answerTimeout,
        @Nullable RetryPolicy retry) {

    private static final ParticipantOptions UNSET = new ParticipantOptions(null, null, null);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MOST_TIMEOUT = Duration.ofDays(3650);

    public ParticipantOptions {
        positive(tryTimeout, "try timeout");
        positive(answerTimeout, "answer timeout");
    }

    /** Nothing set. */
    public static ParticipantOptions unset() {
        return UNSET;
    }

    /** With this time for a try. */
    public ParticipantOptions withTryTimeout(Duration timeout) {
        return new ParticipantOptions(timeout, answerTimeout, retry);
    }

    /** With this time for an answer to confirm or cancel. */
    public ParticipantOptions withAnswerTimeout(Duration timeout) {
        return new ParticipantOptions(tryTimeout, timeout, retry);
    }

    /** With these retries of confirm and cancel. */
    public ParticipantOptions withRetry(RetryPolicy policy) {
        return new ParticipantOptions(tryTimeout, answerTimeout, policy);
    }

    /** These, and where something is not set, the others. */
    public ParticipantOptions over(ParticipantOptions others) {
        return new ParticipantOptions(
                tryTimeout == null ? others.tryTimeout : tryTimeout,
                answerTimeout == null ? others.answerTimeout : answerTimeout,
                retry == null ? others.retry : retry);
    }

    /** What holds, with defaults where nothing is set. */
    Leg.Terms terms() {
        return new Leg.Terms(
                tryTimeout == null ? DEFAULT_TIMEOUT : tryTimeout,
                answerTimeout == null ? DEFAULT_TIMEOUT : answerTimeout,
                retry == null ? RetryPolicy.DEFAULT : retry);
    }

    private static void positive(@Nullable Duration duration, String what) {
        if (duration != null && (duration.isNegative() || duration.isZero() || duration.compareTo(MOST_TIMEOUT) > 0)) {
            throw new IllegalArgumentException(
                    "expected a %s of more than 0 and at most 3650 days, but it is %s".formatted(what, duration));
        }
    }
}
