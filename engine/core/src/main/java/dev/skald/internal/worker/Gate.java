/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import dev.skald.internal.participant.FenceEntry;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.internal.worker.RequestHandler.Work;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Fence;
import dev.skald.tcc.Fence.Admission;
import dev.skald.tcc.Fence.Status;
import dev.skald.tcc.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a request whose turn it is: {@link Fence}'s rules, and what a fence that forgets after a time
 * has to add to them.
 */
final class Gate {

    private final RequestHandler handler;
    private final boolean effectsOutside;
    private final Duration retention;
    private final InstantSource clock;

    Gate(WorkerSettings settings, RequestHandler handler) {
        this.handler = handler;
        this.effectsOutside = settings.effectsOutside();
        this.retention = settings.retention();
        this.clock = settings.clock();
    }

    /** What becomes of a request. */
    sealed interface Verdict {

        /**
         * The user's code runs.
         *
         * @param work what it does
         * @param first what has to be durable before
         */
        record Begin(Work work, Optional<FenceEntry> first) implements Verdict {}

        /**
         * This is the answer.
         *
         * @param answer the answer
         * @param entry what is remembered from now on, if that changes
         * @param problem why the request could not be read, if so
         */
        record Settle(Answer answer, Optional<FenceEntry> entry, Optional<Throwable> problem) implements Verdict {

            static Settle of(Answer answer) {
                return new Settle(answer, Optional.empty(), Optional.empty());
            }

            static Settle of(Answer answer, FenceEntry entry) {
                return new Settle(answer, Optional.of(entry), Optional.empty());
            }
        }
    }

    /** Decides about a request, given what the fence remembers. */
    Verdict judge(Taken taken, @Nullable FenceEntry entry) {
        ParticipantRequest request = taken.request();
        if (entry == null && isTooLate(request)) {
            return Verdict.Settle.of(Answer.failed(
                    "too-late",
                    "expected to be asked before %s, but it is %s: if that is wrong, compare the clocks"
                            .formatted(request.answerBy(), clock.instant())));
        }
        Phase phase = request.phase();
        Status status = entry == null ? Status.NEVER_SEEN : entry.status();
        Admission admission = Fence.admit(phase, status, effectsOutside);
        if (admission instanceof Admission.Run) {
            return begin(taken);
        } else if (admission instanceof Admission.Settle settle) {
            return Verdict.Settle.of(settle.answer(), entry(entry, settle.status(), settle.answer()));
        } else if (admission instanceof Admission.Refuse refuse) {
            return Verdict.Settle.of(refuse.answer());
        }
        return Verdict.Settle.of(entry == null ? Answer.done() : entry.earlier(phase));
    }

    /** What becomes of a request after the user's code has answered. */
    Verdict.Settle after(Taken taken, @Nullable FenceEntry entry, Answer answer) {
        return new Verdict.Settle(
                answer,
                Fence.after(taken.request().phase(), answer).map(status -> entry(entry, status, answer)),
                Optional.empty());
    }

    /**
     * Whether it cannot be told any more what came before. The time of a try is over as soon as nobody waits for it; a
     * confirm of which nothing is known was perhaps done and forgotten. To cancel what is not known is always right.
     */
    private boolean isTooLate(ParticipantRequest request) {
        Instant now = clock.instant();
        return switch (request.phase()) {
            case TRY -> now.isAfter(request.answerBy());
            case CONFIRM -> now.minus(retention).isAfter(request.answerBy());
            case CANCEL -> false;
        };
    }

    private Verdict begin(Taken taken) {
        try {
            Work work = handler.read(taken.request(), taken.record());
            return new Verdict.Begin(
                    work,
                    taken.request().phase() == Phase.TRY
                            ? Optional.of(entry(null, Status.TRY_STARTED, Answer.working()))
                            : Optional.empty());
        } catch (RuntimeException e) {
            return new Verdict.Settle(
                    Answer.failed("unreadable", "the request cannot be read: " + e), Optional.empty(), Optional.of(e));
        }
    }

    private FenceEntry entry(@Nullable FenceEntry before, Status status, Answer answer) {
        Answer tried = before == null || !status.isFinal() ? answer : before.tried();
        return new FenceEntry(status, tried, clock.instant());
    }
}
