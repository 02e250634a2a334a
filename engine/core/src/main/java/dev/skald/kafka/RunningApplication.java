/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import dev.skald.internal.command.EngineSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

/** An application that was started. Safe for use by several threads. */
public final class RunningApplication implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final EngineSettings settings;

    RunningApplication(KafkaStreams streams, EngineSettings settings) {
        this.streams = streams;
        this.settings = settings;
    }

    /** Kafka Streams itself: state, metrics, metadata, listeners and whatever else it offers. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Reads the instances of an aggregate that this process holds, without a round trip through topics. */
    public <S, E> LocalInstances<S, E> local(AggregateType<S, ?, E> type) {
        return new LocalInstances<>(streams, settings, type.model());
    }

    /**
     * Waits until the application has its share of the work and has restored it.
     *
     * @throws IllegalStateException if it has not come to that in time, or has failed
     */
    public RunningApplication awaitRunning(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (streams.state() != KafkaStreams.State.RUNNING) {
            if (streams.state().hasCompletedShutdown() || streams.state() == KafkaStreams.State.PENDING_ERROR) {
                throw new IllegalStateException("the application has stopped: its state is " + streams.state());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("expected the application to run within %s, but its state is %s"
                        .formatted(timeout, streams.state()));
            }
            pause();
        }
        return this;
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Waits until the application has stopped, for whatever reason. */
    public void awaitStop() {
        CountDownLatch stopped = new CountDownLatch(1);
        try {
            while (!streams.state().hasCompletedShutdown()) {
                if (stopped.await(100, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Stops within 30 s; see {@link #close(Duration)}. */
    @Override
    public void close() {
        close(STOP_TIMEOUT);
    }

    /**
     * Finishes what is being handled, commits it, and stops. The application leaves its group, so that the rest of it,
     * or the next start of this instance, goes on at once instead of waiting for a session to time out.
     *
     * @return whether it has stopped in time
     */
    public boolean close(Duration timeout) {
        return streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(timeout));
    }
}
