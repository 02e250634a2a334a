/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import dev.skald.tcc.Answer;
import dev.skald.tcc.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the user's code for one request. */
final class Run implements Runnable, RequestHandler.Progress {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    /** More often, “still working” says nothing new. */
    private static final Duration WORKING_INTERVAL = Duration.ofMillis(100);

    private final Taken taken;
    private final RequestHandler.Work work;
    private final InstantSource clock;
    private final Inbox inbox;
    private @Nullable Thread thread;
    private boolean ended;
    private volatile boolean unwanted;
    private volatile Instant answerBy;
    private Instant saidWorking = Instant.MIN;

    Run(Taken taken, RequestHandler.Work work, InstantSource clock, Inbox inbox) {
        this.taken = taken;
        this.work = work;
        this.clock = clock;
        this.inbox = inbox;
        this.answerBy = taken.request().answerBy();
    }

    Taken taken() {
        return taken;
    }

    @Override
    public void run() {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        Answer answer = perform();
        synchronized (this) {
            thread = null;
            ended = true;
            // Whoever was late with it must not hit what this thread does next.
            Thread.interrupted();
        }
        inbox.add(new Inbox.Message(this, answer));
    }

    private Answer perform() {
        Phase phase = taken.request().phase();
        if (phase == Phase.TRY && !isWanted()) {
            return Answer.failed("too-late", "its time was up before the try could begin");
        }
        try {
            Answer answer = work.perform(this);
            if (answer == null || answer.kind() == Answer.Kind.WORKING) {
                throw new IllegalStateException("expected done, failed or retry in the end, but it is " + answer);
            }
            return answer;
        } catch (Throwable problem) {
            LOG.warn(
                    "{} of {} for agreement {} ended with an exception",
                    phase.text(),
                    taken.request().side(),
                    taken.request().tccId(),
                    problem);
            return thrown(phase, problem);
        }
    }

    private static Answer thrown(Phase phase, Throwable problem) {
        String code = problem.getClass().getName();
        String reason = String.valueOf(problem.getMessage());
        return phase == Phase.TRY ? Answer.failed(code, reason) : Answer.retry(code, reason);
    }

    /** Interrupts it if nobody waits for its answer any more. */
    void interruptIfLate(Instant now) {
        if (!unwanted && now.isAfter(answerBy)) {
            interrupt();
        }
    }

    /** Its answer is of no use any more; it is told so, and interrupted. */
    synchronized void interrupt() {
        unwanted = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public Instant answerBy() {
        return answerBy;
    }

    @Override
    public boolean isWanted() {
        return !unwanted && !clock.instant().isAfter(answerBy);
    }

    @Override
    public synchronized void stillWorking() {
        Instant now = clock.instant();
        if (ended || unwanted || now.isBefore(saidWorking.plus(WORKING_INTERVAL))) {
            return;
        }
        saidWorking = now;
        Instant asked = Instant.ofEpochMilli(taken.record().timestamp());
        if (answerBy.isBefore(Instant.MAX) && asked.isBefore(taken.request().answerBy())) {
            answerBy = now.plus(Duration.between(asked, taken.request().answerBy()));
        }
        inbox.add(new Inbox.Message(this, Answer.working()));
    }
}
