/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import dev.skald.internal.pacing.CommitPacer;
import dev.skald.internal.pacing.InputMonitor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The part of one task in pacing its thread's commits; nothing where commits are not paced. */
public final class Pacing implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(5);

    private final @Nullable InputMonitor input;
    private final CommitPacer.Task task;
    private @Nullable Cancellable ticking;
    private final Map<String, TopicPartition> partitions = new HashMap<>();
    private @Nullable CommitPacer pacer;

    private Pacing(@Nullable InputMonitor input, CommitPacer.Task task) {
        this.input = input;
        this.task = task;
    }

    /** Opens the pacing of a task; without a monitor it does nothing. */
    public static Pacing open(@Nullable InputMonitor input, ProcessorContext<?, ?> context, Meters meters) {
        Pacing pacing = new Pacing(input, new CommitPacer.Task(context, meters::committed));
        if (input != null) {
            pacing.ticking = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, timestamp -> pacing.tick());
        }
        return pacing;
    }

    /** A record was handled. */
    public void processed(RecordMetadata position) {
        if (input == null) {
            return;
        }
        TopicPartition partition =
                partitions.computeIfAbsent(position.topic(), topic -> new TopicPartition(topic, position.partition()));
        if (pacer == null) {
            pacer = input.pacer(partition);
        }
        if (pacer != null) {
            pacer.processed(partition, position.offset(), task);
        }
    }

    /** Something was done that no record asked for. */
    public void workedUnasked() {
        task.context().commit();
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
        CommitPacer paced = pacer;
        if (paced != null) {
            partitions.values().forEach(partition -> paced.closed(partition, task));
        }
    }
}
