/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import dev.skald.internal.pacing.CommitPacer;
import dev.skald.internal.pacing.InputMonitor;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The part of one task in pacing its thread's commits; nothing where commits are not paced. */
final class Pacing implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(5);

    private final @Nullable InputMonitor input;
    private final CommitPacer.Task task;
    private @Nullable Cancellable ticking;
    private @Nullable CommitPacer pacer;
    private @Nullable TopicPartition partition;

    private Pacing(@Nullable InputMonitor input, CommitPacer.Task task) {
        this.input = input;
        this.task = task;
    }

    static Pacing open(@Nullable InputMonitor input, ProcessorContext<?, ?> context, Meters meters) {
        Pacing pacing = new Pacing(input, new CommitPacer.Task(context, meters::committed));
        if (input != null) {
            pacing.ticking = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, timestamp -> pacing.tick());
        }
        return pacing;
    }

    void processed(RecordMetadata position) {
        if (input == null) {
            return;
        }
        if (partition == null) {
            partition = new TopicPartition(position.topic(), position.partition());
        }
        if (pacer == null) {
            pacer = input.pacer(partition);
        }
        if (pacer != null) {
            pacer.processed(partition, position.offset(), task);
        }
    }

    private void tick() {
        if (pacer != null) {
            pacer.tick(task);
        }
    }

    @Override
    public void close() {
        if (ticking != null) {
            ticking.cancel();
        }
        if (pacer != null && partition != null) {
            pacer.closed(partition, task);
        }
    }
}
