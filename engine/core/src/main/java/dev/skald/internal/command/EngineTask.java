/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What the engine does with the records of one part of the topology while a partition is assigned. Used by one stream
 * thread.
 */
public interface EngineTask extends AutoCloseable {

    /** Handles one record of one of the part's topics. */
    void process(Record<byte[], byte[]> record);

    @Override
    void close();

    /** Opens a task. */
    @FunctionalInterface
    interface Opener {

        /** Opens a task in this context; called anew after an aborted Kafka transaction. */
        EngineTask open(ProcessorContext<Destination, byte[]> context);
    }
}
