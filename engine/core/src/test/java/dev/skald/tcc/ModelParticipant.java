/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import dev.skald.tcc.Fence.Admission;
import dev.skald.tcc.Fence.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A participant behind the fence, for exploration.
 *
 * @param worker whether its tries have effects outside: one that failed or was interrupted may have left something
 * @param status what its fence remembers
 * @param held whether it holds something
 * @param booked whether what it held was made final
 * @param runs how often the user's try, confirm and cancel took effect
 * @param misses how many more of its confirms and cancels may fail
 * @param answers all that it has ever answered; each may reach the coordinator never, once or many times
 */
record ModelParticipant(
        boolean worker, Status status, boolean held, boolean booked, Runs runs, int misses, Set<Reply> answers) {

    /** What stands in front of it. */
    @FunctionalInterface
    interface Gate {
        Admission admit(Phase phase, Status status, boolean effectsOutside);
    }

    record Runs(int tries, int confirms, int cancels) {}

    record Reply(Phase phase, int attempt, Answer.Kind kind) {
        Answer answer() {
            return switch (kind) {
                case DONE -> Answer.done();
                case FAILED -> Answer.failed("failed", "");
                case RETRY -> Answer.retry("retry", "");
                case WORKING -> Answer.working();
            };
        }
    }

    static ModelParticipant of(boolean worker, int misses) {
        return new ModelParticipant(worker, Status.NEVER_SEEN, false, false, new Runs(0, 0, 0), misses, Set.of());
    }

    /** All that may become of it when a request reaches it. */
    List<ModelParticipant> asked(Phase phase, int attempt, Gate gate) {
        Admission admission = gate.admit(phase, status, worker);
        if (admission instanceof Admission.Run) {
            return run(phase, attempt);
        } else if (admission instanceof Admission.Settle settle) {
            return List.of(
                    come(settle.status()).says(phase, attempt, settle.answer().kind()));
        } else if (admission instanceof Admission.Refuse refuse) {
            return List.of(says(phase, attempt, refuse.answer().kind()));
        }
        boolean failedBefore = phase == Phase.TRY && status == Status.TRY_FAILED;
        return List.of(says(phase, attempt, failedBefore ? Answer.Kind.FAILED : Answer.Kind.DONE));
    }

    private List<ModelParticipant> run(Phase phase, int attempt) {
        if (phase == Phase.TRY) {
            return tries(attempt);
        }
        List<ModelParticipant> next = new ArrayList<>();
        boolean confirm = phase == Phase.CONFIRM;
        ModelParticipant done = new ModelParticipant(
                worker,
                confirm ? Status.CONFIRMED : Status.CANCELED,
                false,
                booked || confirm,
                new Runs(runs.tries, runs.confirms + (confirm ? 1 : 0), runs.cancels + (confirm ? 0 : 1)),
                misses,
                answers);
        next.add(done.says(phase, attempt, Answer.Kind.DONE));
        if (misses > 0) {
            ModelParticipant missed = new ModelParticipant(worker, status, held, booked, runs, misses - 1, answers);
            next.add(missed.says(phase, attempt, Answer.Kind.FAILED));
            next.add(missed.says(phase, attempt, Answer.Kind.RETRY));
        }
        return next;
    }

    private List<ModelParticipant> tries(int attempt) {
        List<ModelParticipant> next = new ArrayList<>();
        next.add(tried(Status.TRY_DONE, true).says(Phase.TRY, attempt, Answer.Kind.DONE));
        next.add(tried(Status.TRY_FAILED, false).says(Phase.TRY, attempt, Answer.Kind.FAILED));
        if (worker) {
            next.add(tried(Status.TRY_FAILED, true).says(Phase.TRY, attempt, Answer.Kind.FAILED));
            next.add(tried(Status.TRY_STARTED, true));
            next.add(tried(Status.TRY_STARTED, false));
        }
        return next;
    }

    private ModelParticipant tried(Status next, boolean holds) {
        Runs more = new Runs(runs.tries + 1, runs.confirms, runs.cancels);
        return new ModelParticipant(worker, next, holds, booked, more, misses, answers);
    }

    private ModelParticipant come(Status next) {
        return new ModelParticipant(worker, next, held, booked, runs, misses, answers);
    }

    private ModelParticipant says(Phase phase, int attempt, Answer.Kind kind) {
        Set<Reply> more = new HashSet<>(answers);
        more.add(new Reply(phase, attempt, kind));
        return new ModelParticipant(worker, status, held, booked, runs, misses, Set.copyOf(more));
    }
}
