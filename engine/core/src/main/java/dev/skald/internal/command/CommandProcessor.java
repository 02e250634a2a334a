/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The processor of one part of the engine in one partition.
 *
 * <p>Streams opens it anew after an aborted Kafka transaction, so that nothing in memory outlives what was rolled back.
 */
public final class CommandProcessor implements Processor<byte[], byte[], Destination, byte[]> {

    private final EngineTask.Opener opener;
    private @Nullable EngineTask task;

    /** Creates a processor; it does nothing before {@link #init}. */
    public CommandProcessor(EngineTask.Opener opener) {
        this.opener = opener;
    }

    @Override
    public void init(ProcessorContext<Destination, byte[]> context) {
        close();
        task = opener.open(context);
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
