/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import dev.skald.BrokenHistoryException;
import dev.skald.EventKey;
import dev.skald.EventMetadata;
import dev.skald.Journal;
import dev.skald.RecordedEvent;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueTimestampHeaders;

/** Reads events out of a journal's store: the engine's own, or one opened for an interactive query. */
public final class JournalReader<E> {

    private final String aggregate;
    private final String topic;
    private final Deserializer<E> deserializer;

    /** Creates a reader of one aggregate's events. */
    public JournalReader(String aggregate, String topic, Deserializer<E> deserializer) {
        this.aggregate = aggregate;
        this.topic = topic;
        this.deserializer = deserializer;
    }

    /** Reads the events at the revisions {@code [from, to)} in order; see {@link Journal#read}. */
    public void read(
            ReadOnlyKeyValueStore<byte[], ValueTimestampHeaders<byte[]>> store,
            String instanceId,
            long from,
            long to,
            Journal.Reader<E> receiver) {
        if (from >= to) {
            return;
        }
        try (KeyValueIterator<byte[], ValueTimestampHeaders<byte[]>> entries =
                store.range(EventKeys.of(instanceId, from), EventKeys.of(instanceId, to - 1))) {
            boolean goOn = true;
            while (goOn && entries.hasNext()) {
                KeyValue<byte[], ValueTimestampHeaders<byte[]>> entry = entries.next();
                goOn = receiver.read(decode(EventKeys.parse(entry.key), entry.value));
            }
        }
    }

    private RecordedEvent<E> decode(EventKey key, ValueTimestampHeaders<byte[]> stored) {
        try {
            Headers headers = stored.headers();
            EventMetadata metadata = EventHeaders.read(headers, stored.timestamp());
            if (!metadata.aggregate().equals(aggregate)) {
                throw broken(key, "the event belongs to aggregate " + metadata.aggregate(), null);
            }
            E event = deserializer.deserialize(topic, headers, stored.value());
            if (event == null) {
                throw broken(key, "the deserializer gave null for an event of type " + metadata.eventType(), null);
            }
            return new RecordedEvent<>(key.instanceId(), key.revision(), event, metadata);
        } catch (BrokenHistoryException | RetriableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw broken(key, "the event cannot be decoded: " + e, e);
        }
    }

    private BrokenHistoryException broken(
            EventKey key, String problem, @org.jspecify.annotations.Nullable Throwable cause) {
        return new BrokenHistoryException(aggregate, key.instanceId(), key.revision(), problem, cause);
    }
}
