/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.participant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The fence's memory in one partition: a state store, so that it is written in the same Kafka transaction as the events
 * and the answer.
 *
 * <p>What is over is forgotten after a time, by walking slowly round the store: an index by time would cost two more
 * records for each entry, and nobody waits for the forgetting.
 */
public final class FenceStore {

    private final KeyValueStore<byte[], byte[]> store;
    private final Duration retention;
    private byte[] walkedTo = {};

    /** A fence over its store, which forgets what has been over for so long. */
    public FenceStore(KeyValueStore<byte[], byte[]> store, Duration retention) {
        this.store = store;
        this.retention = retention;
    }

    /** The name of the store of an aggregate's fence. */
    public static String name(String aggregate) {
        return aggregate + "-fence";
    }

    /** The store of an aggregate's fence. */
    public static StoreBuilder<?> builder(String aggregate) {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name(aggregate)), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    @Nullable
    FenceEntry get(FenceKey key) {
        byte[] bytes = store.get(key.bytes());
        return bytes == null ? null : FenceEntry.read(bytes);
    }

    void put(FenceKey key, FenceEntry entry) {
        store.put(key.bytes(), entry.bytes());
    }

    /** Whether a try that had to be answered by then may have been forgotten since. */
    boolean mayHaveForgotten(Instant answerBy, Instant now) {
        return answerBy.isBefore(now.minus(retention));
    }

    /**
     * Walks on past so many entries, and forgets those of them that have been over for long enough.
     *
     * @return how many were forgotten
     */
    int walk(int entries, Instant now) {
        List<byte[]> old = new ArrayList<>();
        byte[] last = walkedTo;
        int seen = 0;
        try (KeyValueIterator<byte[], byte[]> from = store.range(walkedTo.length == 0 ? null : walkedTo, null)) {
            while (from.hasNext() && seen < entries) {
                KeyValue<byte[], byte[]> next = from.next();
                seen++;
                last = next.key;
                if (isOld(FenceEntry.read(next.value), now)) {
                    old.add(next.key);
                }
            }
            // Round again from the beginning, or on after the last one.
            walkedTo = from.hasNext() ? Arrays.copyOf(last, last.length + 1) : new byte[0];
        }
        old.forEach(store::delete);
        return old.size();
    }

    private boolean isOld(FenceEntry entry, Instant now) {
        return entry.status().isFinal() && entry.since().isBefore(now.minus(retention));
    }
}
