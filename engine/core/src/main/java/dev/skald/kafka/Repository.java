/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import dev.skald.Cause;
import dev.skald.HeaderNames;
import dev.skald.InstanceState;
import dev.skald.UnitOfWork;
import dev.skald.internal.command.EngineSettings;
import dev.skald.internal.command.Telemetry;
import dev.skald.internal.instance.Instances;
import dev.skald.internal.model.AggregateModel;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.store.InstancesInStores;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The instances of one aggregate in one partition, for those who write the processor themselves.
 *
 * <p>It is what the engine's own processor uses. Events become durable with the record being handled, in the same Kafka
 * transaction, or not at all. A repository belongs to one task and is used on its stream thread: open it in the
 * processor's {@code init}, close it in its {@code close}.
 *
 * <p>The partition is the lock: all messages that lead to one instance have to come to the same partition.
 */
public final class Repository<S, E> implements AutoCloseable {

    private final ProcessorContext<?, ?> context;
    private final Instances<S, E> instances;
    private final Telemetry telemetry;

    private Repository(ProcessorContext<?, ?> context, Instances<S, E> instances, Telemetry telemetry) {
        this.context = context;
        this.instances = instances;
        this.telemetry = telemetry;
    }

    static <S, E> Repository<S, E> open(
            AggregateModel<S, ?, E> model, EngineSettings settings, ProcessorContext<?, ?> context) {
        Telemetry telemetry = Telemetry.of(model.name(), context);
        return new Repository<>(
                context,
                InstancesInStores.open(
                        model, context, settings.cache(), settings.recordLimit().get(), telemetry),
                telemetry);
    }

    /**
     * Begins a unit of work on an instance, known or not, as the handling of a record: its ids become the events'
     * causation and correlation, and the instance remembers it.
     *
     * @param record the record being handled. Its id is the header {@value HeaderNames#COMMAND_ID} or
     *     {@value HeaderNames#EVENT_ID}, or else its topic, partition and offset.
     */
    public UnitOfWork<S, E> begin(String instanceId, Record<?, ?> record) {
        return begin(instanceId, cause(record));
    }

    /** Begins a unit of work on an instance, known or not. */
    public UnitOfWork<S, E> begin(String instanceId, Cause cause) {
        return instances.begin(instanceId, cause);
    }

    /** The state of an instance now. */
    public InstanceState<S> state(String instanceId) {
        return instances.state(instanceId);
    }

    /** Drops what is in memory. */
    @Override
    public void close() {
        instances.close();
        telemetry.close();
    }

    private Cause cause(Record<?, ?> record) {
        Headers headers = record.headers();
        RecordMetadata position = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("expected to be called while a record is handled"));
        String place = position.topic() + "-" + position.partition() + "-" + position.offset();
        String eventId = TextHeaders.getOr(headers, HeaderNames.EVENT_ID, place);
        String messageId = TextHeaders.getOr(headers, HeaderNames.COMMAND_ID, eventId);
        return new Cause(
                messageId,
                TextHeaders.getOr(headers, HeaderNames.CORRELATION_ID, messageId),
                TextHeaders.get(headers, HeaderNames.TRACEPARENT));
    }
}
