/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import dev.skald.tcc.Answer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** What the threads of the pool tell the worker's own thread. */
final class Inbox {

    /** Wakes the worker's thread while it waits for requests. */
    @FunctionalInterface
    interface Alarm {

        /** Called on any thread. */
        void ring();
    }

    /**
     * Something that a run says.
     *
     * @param run the run
     * @param answer {@link Answer.Kind#WORKING}, or what it ended with
     */
    record Message(Run run, Answer answer) {}

    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final Alarm alarm;

    Inbox(Alarm alarm) {
        this.alarm = alarm;
    }

    /** Called on any thread. */
    void add(Message message) {
        messages.add(message);
        if (asleep.compareAndSet(true, false)) {
            alarm.ring();
        }
    }

    /** The next message that is there; null if there is none. */
    @Nullable
    Message next() {
        return messages.poll();
    }

    /** The next message; null if none comes in time. */
    @Nullable
    Message await(long millis) {
        try {
            return messages.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** The worker's thread is about to wait for requests; returns whether there is a message already. */
    boolean fallAsleep() {
        asleep.set(true);
        return !messages.isEmpty();
    }

    /** The worker's thread does not wait any more. */
    void awake() {
        asleep.set(false);
    }
}
