/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.EventMetadata;
import dev.skald.HandlingException;
import dev.skald.Journal;
import dev.skald.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueTimestampHeaders;

/**
 * The journal over a header-aware key-value store: one entry, and so one record of the store's changelog, per event.
 */
public final class KeyValueJournal<E> implements Journal<E> {

    private final String aggregate;
    private final String topic;
    private final Serializer<E> serializer;
    private final RecordLimit limit;
    private final KeyValueStore<byte[], ValueTimestampHeaders<byte[]>> store;
    private final JournalReader<E> reader;

    /**
     * Creates the journal.
     *
     * @param topic the changelog topic, handed to the serde as every Kafka serde expects
     */
    public KeyValueJournal(
            String aggregate,
            String topic,
            Serde<E> serde,
            RecordLimit limit,
            KeyValueStore<byte[], ValueTimestampHeaders<byte[]>> store) {
        this.aggregate = aggregate;
        this.topic = topic;
        this.serializer = serde.serializer();
        this.limit = limit;
        this.store = store;
        this.reader = new JournalReader<>(aggregate, topic, serde.deserializer());
    }

    @Override
    public Append prepare(List<RecordedEvent<E>> events) {
        List<KeyValue<byte[], ValueTimestampHeaders<byte[]>>> entries = new ArrayList<>(events.size());
        for (RecordedEvent<E> event : events) {
            entries.add(entry(event));
        }
        return () -> {
            for (KeyValue<byte[], ValueTimestampHeaders<byte[]>> entry : entries) {
                store.put(entry.key, entry.value);
            }
        };
    }

    private KeyValue<byte[], ValueTimestampHeaders<byte[]>> entry(RecordedEvent<E> recorded) {
        EventMetadata metadata = recorded.metadata();
        Headers headers = EventHeaders.write(metadata);
        byte[] value = serialize(headers, recorded.event());
        byte[] key = EventKeys.of(recorded.instanceId(), recorded.revision());
        limit.check(() -> "event %s of %s".formatted(metadata.eventType(), aggregate), key, value, headers);
        return KeyValue.pair(
                key, ValueTimestampHeaders.make(value, metadata.recordedAt().toEpochMilli(), headers));
    }

    private byte[] serialize(Headers headers, E event) {
        byte[] value;
        try {
            value = serializer.serialize(topic, headers, event);
        } catch (RetriableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new HandlingException(e);
        }
        if (value == null) {
            // A null value is a tombstone: the event would be lost without a word.
            throw new HandlingException(new IllegalArgumentException(
                    "expected bytes for an event, but the serializer gave null for " + event));
        }
        return value;
    }

    @Override
    public void read(String instanceId, long from, long to, Reader<E> receiver) {
        reader.read(store, instanceId, from, to, receiver);
    }

    @Override
    public boolean contains(String instanceId, long revision) {
        return store.get(EventKeys.of(instanceId, revision)) != null;
    }

    @Override
    public void delete(String instanceId, long from, long to) {
        byte[] id = instanceId.getBytes(UTF_8);
        for (long revision = from; revision < to; revision++) {
            store.put(EventKeys.of(id, revision), null);
        }
    }
}
