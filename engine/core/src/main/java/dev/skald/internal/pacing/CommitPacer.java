/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.pacing;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a stream thread asks for a commit.
 *
 * <p>An answer is visible when its Kafka transaction is committed. A commit costs the thread a few milliseconds,
 * however many records it covers. So the pacer asks for one when all that was fetched has been processed, and the last
 * one lies far enough back: commits may take the share of the thread's time that processing leaves free, and never less
 * than {@link #LEAST_SHARE}. With an idle thread that is at once; with a busy one it is about what
 * {@code commit.interval.ms} does anyway. A commit that had to wait is asked for as soon as the input is idle.
 *
 * <p>What a commit costs is measured: a punctuator that is due when the commit has ended tells.
 *
 * <p>Used by one stream thread.
 */
public final class CommitPacer {

    /** The share of its time that a thread with more to do than it can may spend on commits. */
    static final double LEAST_SHARE = 0.05;

    /** How much a new measurement counts against the earlier ones. */
    private static final double NEWEST = 0.3;

    /** A commit that takes longer is the fault of a broker that is away, and says nothing of the next one. */
    private static final long MOST_COST_NANOS = Duration.ofMillis(100).toNanos();

    /** With nothing fetched for so long the input is idle. */
    private static final long IDLE_NANOS = Duration.ofMillis(5).toNanos();

    private final LongSupplier nanoClock;
    private final Map<TopicPartition, Long> unprocessed = new HashMap<>();

    private long cycleStarted;
    private long busySince;
    private long busyInCycle;
    private long drainedAt;
    private boolean busy;
    private @Nullable Task uncommitted;
    private double busyShare;
    private double costNanos;
    private @Nullable Cancellable endOfCommit;

    /**
     * One task of the thread.
     *
     * @param context through which it asks for a commit; used only while Streams calls the task
     * @param costs hears, in nanoseconds, what a commit that it asked for has cost
     */
    public record Task(ProcessorContext<?, ?> context, LongConsumer costs) {}

    CommitPacer(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.cycleStarted = nanoClock.getAsLong();
    }

    /** A poll has fetched a partition up to this offset. */
    void fetched(TopicPartition partition, long lastOffset) {
        unprocessed.put(partition, lastOffset);
        if (!busy) {
            busy = true;
            busySince = nanoClock.getAsLong();
        }
    }

    /** A task has processed a record. */
    public void processed(TopicPartition partition, long offset, Task task) {
        uncommitted = task;
        Long last = unprocessed.get(partition);
        if (last == null || offset < last) {
            return;
        }
        unprocessed.remove(partition);
        if (unprocessed.isEmpty()) {
            long now = nanoClock.getAsLong();
            endBusyTime(now);
            drainedAt = now;
            if (now - cycleStarted >= leastNanosBetweenCommits(now)) {
                requestCommit(now, task);
            }
        }
    }

    /**
     * Called every few milliseconds by each task: commits what had to wait, once the input is idle.
     *
     * <p>Only the task that processed last asks: of any other, Streams would think that it has nothing to commit.
     */
    public void tick(Task task) {
        if (task.equals(uncommitted) && unprocessed.isEmpty()) {
            long now = nanoClock.getAsLong();
            if (now - drainedAt >= IDLE_NANOS) {
                requestCommit(now, task);
            }
        }
    }

    /** A partition was taken away from a task, or will be fetched anew; Streams has committed or aborted before. */
    public void closed(TopicPartition partition, Task task) {
        if (task.equals(uncommitted)) {
            uncommitted = null;
        }
        unprocessed.remove(partition);
        if (unprocessed.isEmpty()) {
            endBusyTime(nanoClock.getAsLong());
        }
    }

    private void endBusyTime(long now) {
        if (busy) {
            busyInCycle += now - busySince;
            busy = false;
        }
    }

    private double leastNanosBetweenCommits(long now) {
        double cycle = Math.max(1, now - cycleStarted);
        double share = (1 - NEWEST) * busyShare + NEWEST * Math.min(1, busyInCycle / cycle);
        double free = 1 - share;
        return costNanos * Math.min(1 / LEAST_SHARE, share / Math.max(LEAST_SHARE, free * free));
    }

    private void requestCommit(long now, Task task) {
        task.context().commit();
        uncommitted = null;
        double cycle = Math.max(1, now - cycleStarted);
        busyShare = (1 - NEWEST) * busyShare + NEWEST * Math.min(1, busyInCycle / cycle);
        cycleStarted = now;
        busyInCycle = 0;
        measureCommit(now, task);
    }

    /** Streams runs due punctuators right after a commit, before it polls again. */
    private void measureCommit(long started, Task task) {
        if (endOfCommit != null) {
            endOfCommit.cancel();
        }
        endOfCommit = task.context().schedule(Duration.ofMillis(1), PunctuationType.WALL_CLOCK_TIME, timestamp -> {
            Cancellable once = endOfCommit;
            if (once != null) {
                once.cancel();
                endOfCommit = null;
                long cost = Math.min(MOST_COST_NANOS, nanoClock.getAsLong() - started);
                costNanos = costNanos == 0 ? cost : (1 - NEWEST) * costNanos + NEWEST * cost;
                task.costs().accept(cost);
            }
        });
    }
}
