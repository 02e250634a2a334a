/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import static java.util.Objects.requireNonNull;

import dev.skald.internal.model.AggregateModel;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The processor of one aggregate's commands in one partition.
 *
 * <p>Streams opens it anew after an aborted Kafka transaction, so that nothing in memory outlives what was rolled back.
 */
public final class CommandProcessor<S, C, E> implements Processor<byte[], byte[], Destination, byte[]> {

    private final AggregateModel<S, C, E> model;
    private final EngineSettings settings;
    private @Nullable CommandTask<S, C, E> task;

    /** Creates a processor; it does nothing before {@link #init}. */
    public CommandProcessor(AggregateModel<S, C, E> model, EngineSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<Destination, byte[]> context) {
        close();
        task = new CommandTask<>(model, settings, context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        requireNonNull(task, "init comes before process").process(record);
    }

    @Override
    public void close() {
        if (task != null) {
            task.close();
            task = null;
        }
    }
}
