/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far one phase has come at one side.
 *
 * @param progress how far
 * @param attempts how often it was asked for
 * @param earlier how many of these attempts no longer count, because an operator or a late answer began anew
 * @param since when the first attempt that counts was made
 * @param due when the answer is due, or the next attempt
 * @param failure what went wrong last
 */
public record Step(
        Progress progress,
        int attempts,
        int earlier,
        @Nullable Instant since,
        @Nullable Instant due,
        @Nullable Answer failure) {

    static final Step NOT_ASKED = new Step(Progress.NOT_ASKED, 0, 0, null, null, null);

    /** How far a phase has come. */
    public enum Progress {
        /** It was not asked for. */
        NOT_ASKED,
        /** It was asked for, and the answer is not there. */
        WAITING,
        /** It has failed and will be asked for again. */
        POSTPONED,
        /** It is done. */
        SUCCEEDED,
        /** It has failed for good: a try that failed or came too late, a confirm or cancel that was given up. */
        FAILED
    }

    /** Whether it was ever asked for. */
    public boolean asked() {
        return attempts > 0;
    }

    /** Whether it is done. */
    public boolean succeeded() {
        return progress == Progress.SUCCEEDED;
    }

    /** Whether it has failed for good. */
    public boolean failed() {
        return progress == Progress.FAILED;
    }

    boolean isOver() {
        return succeeded() || failed();
    }

    boolean isGoingOn() {
        return progress == Progress.WAITING || progress == Progress.POSTPONED;
    }

    boolean isDue(Instant now) {
        return isGoingOn() && due != null && !due.isAfter(now);
    }

    Step askedAgain(int attempt, Instant at, Instant newDue) {
        return new Step(Progress.WAITING, attempt, earlier, since == null ? at : since, newDue, failure);
    }

    Step begunAnew() {
        return new Step(progress, attempts, attempts, null, null, failure);
    }

    Step stillWorking(Instant newDue) {
        return new Step(progress, attempts, earlier, since, newDue, failure);
    }

    Step done() {
        return new Step(Progress.SUCCEEDED, attempts, earlier, since, null, failure);
    }

    Step failing(Answer answer) {
        return new Step(progress, attempts, earlier, since, due, answer);
    }

    Step postponed(Instant newDue) {
        return new Step(Progress.POSTPONED, attempts, earlier, since, newDue, failure);
    }

    Step failedForGood() {
        return new Step(Progress.FAILED, attempts, earlier, since, null, failure);
    }
}
