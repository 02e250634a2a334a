/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import dev.skald.Journal;
import dev.skald.RecordedEvent;
import dev.skald.Snapshot;
import dev.skald.SnapshotRepository;
import java.util.List;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueTimestampHeaders;

/** Journal and snapshots over stores that can only be read, for interactive queries. */
final class ReadOnlyStores {

    private ReadOnlyStores() {}

    record ReadOnlyJournal<E>(
            JournalReader<E> reader, ReadOnlyKeyValueStore<byte[], ValueTimestampHeaders<byte[]>> store)
            implements Journal<E> {

        @Override
        public void read(String instanceId, long from, long to, Reader<E> receiver) {
            reader.read(store, instanceId, from, to, receiver);
        }

        @Override
        public boolean contains(String instanceId, long revision) {
            return store.get(EventKeys.of(instanceId, revision)) != null;
        }

        @Override
        public Append prepare(List<RecordedEvent<E>> events) {
            throw readOnly();
        }

        @Override
        public void delete(String instanceId, long from, long to) {
            throw readOnly();
        }
    }

    record ReadOnlySnapshots<S>(
            SnapshotReader<S> reader, ReadOnlyKeyValueStore<byte[], ValueTimestampHeaders<byte[]>> store)
            implements SnapshotRepository<S> {

        @Override
        public Found<S> load(String instanceId) {
            return reader.load(store, instanceId);
        }

        @Override
        public void save(Snapshot<S> snapshot) {
            throw readOnly();
        }

        @Override
        public void delete(String instanceId) {
            throw readOnly();
        }
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("an interactive query only reads");
    }
}
