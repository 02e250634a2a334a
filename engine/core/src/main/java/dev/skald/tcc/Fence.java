/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import java.util.Optional;

/**
 * The rules of the fence in front of a participant: they make it answer the same to a request that comes again, and
 * protect it from a cancel whose try it never saw (<em>empty cancel</em>) and from a try that comes after its cancel
 * (<em>hanging</em>).
 *
 * <p>The anomalies are described for Apache Seata's and DTM's TCC modes; their fences are a table in the participant's
 * SQL database. Theirs skip the cancel after a try that failed; here it runs if the try has effects outside of the
 * store.
 */
public final class Fence {

    private Fence() {}

    /** What the fence remembers of one side of one agreement. */
    public enum Status {
        /** Nothing. */
        NEVER_SEEN,
        /** The try was begun. */
        TRY_STARTED,
        /** The try failed. */
        TRY_FAILED,
        /** The try succeeded. */
        TRY_DONE,
        /** The confirm succeeded. */
        CONFIRMED,
        /** The cancel succeeded, or there was nothing to cancel. */
        CANCELED;

        /** Whether nothing more can come of it, so that it may be forgotten after a time. */
        public boolean isFinal() {
            return this == CONFIRMED || this == CANCELED;
        }
    }

    /** What is to be done with a request. */
    public sealed interface Admission {

        /** The user's code runs. */
        record Run() implements Admission {}

        /** The answer that was given before is given again. */
        record Repeat() implements Admission {}

        /** The user's code does not run; this is the answer, and this is what is remembered from now on. */
        record Settle(Status status, Answer answer) implements Admission {}

        /** The user's code does not run; this is the answer, and nothing changes. */
        record Refuse(Answer answer) implements Admission {}
    }

    private static final Admission RUN = new Admission.Run();
    private static final Admission REPEAT = new Admission.Repeat();
    private static final Admission NOTHING_TO_CANCEL = new Admission.Settle(Status.CANCELED, Answer.done());

    /**
     * Decides about a request.
     *
     * @param phase what is asked for
     * @param status what is remembered
     * @param effectsOutside whether a try that failed may have had effects outside of the participant's store
     */
    public static Admission admit(Phase phase, Status status, boolean effectsOutside) {
        return switch (phase) {
            case TRY -> admitTry(status);
            case CONFIRM -> admitConfirm(status);
            case CANCEL -> admitCancel(status, effectsOutside);
        };
    }

    private static Admission admitTry(Status status) {
        return switch (status) {
            case NEVER_SEEN -> RUN;
            case TRY_FAILED, TRY_DONE, CONFIRMED -> REPEAT;
            // The process ended while it ran, and nobody knows how far it came.
            case TRY_STARTED ->
                new Admission.Settle(
                        Status.TRY_FAILED,
                        Answer.failed("interrupted", "the try was interrupted, and tries are not repeated"));
            case CANCELED ->
                refuse("canceled-before", "expected a try before its cancel, but it was cancelled already");
        };
    }

    private static Admission admitConfirm(Status status) {
        return switch (status) {
            case TRY_DONE -> RUN;
            case CONFIRMED -> REPEAT;
            case CANCELED -> refuse("canceled-before", "expected a confirm or a cancel, but it was cancelled already");
            case NEVER_SEEN, TRY_STARTED, TRY_FAILED ->
                refuse("not-tried", "expected a try that succeeded, but there is none to confirm");
        };
    }

    private static Admission admitCancel(Status status, boolean effectsOutside) {
        return switch (status) {
            case TRY_DONE, TRY_STARTED -> RUN;
            case TRY_FAILED -> effectsOutside ? RUN : NOTHING_TO_CANCEL;
            case NEVER_SEEN -> NOTHING_TO_CANCEL;
            case CANCELED -> REPEAT;
            case CONFIRMED ->
                refuse("confirmed-before", "expected a confirm or a cancel, but it was confirmed already");
        };
    }

    private static Admission refuse(String code, String reason) {
        return new Admission.Refuse(Answer.failed(code, reason));
    }

    /**
     * What is remembered after the user's code has run; empty if nothing changes, because it will be asked for again.
     */
    public static Optional<Status> after(Phase phase, Answer answer) {
        return switch (phase) {
            case TRY -> Optional.of(answer.isDone() ? Status.TRY_DONE : Status.TRY_FAILED);
            case CONFIRM -> answer.isDone() ? Optional.of(Status.CONFIRMED) : Optional.empty();
            case CANCEL -> answer.isDone() ? Optional.of(Status.CANCELED) : Optional.empty();
        };
    }
}
