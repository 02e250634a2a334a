/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import dev.skald.internal.instance.CacheBudget;
import dev.skald.internal.instance.InstanceObserver;
import dev.skald.internal.instance.Instances;
import dev.skald.internal.model.AggregateModel;
import dev.skald.internal.model.TopicNames;
import dev.skald.internal.store.StoreSnapshots.SnapshotFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.ValueTimestampHeaders;

/** The stores of an aggregate, and its instances in them. */
public final class InstancesInStores {

    private InstancesInStores() {}

    /** The stores that a processor of the aggregate has to be connected with. */
    public static Set<StoreBuilder<?>> builders(AggregateModel<?, ?, ?> model) {
        return Set.of(builder(model.journalStore()), builder(model.snapshotStore()));
    }

    private static StoreBuilder<?> builder(String name) {
        return Stores.timestampedKeyValueStoreWithHeadersBuilder(
                        Stores.persistentTimestampedKeyValueStoreWithHeaders(name),
                        Serdes.ByteArray(),
                        Serdes.ByteArray())
                // Keys of the journal never repeat: a cache in front of it only costs.
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    /** Opens the instances of the task's partition; the clock is the task's. */
    public static <S, E> Instances<S, E> open(
            AggregateModel<S, ?, E> model,
            ProcessorContext<?, ?> context,
            CacheBudget budget,
            RecordLimit limit,
            InstanceObserver observer) {
        TopicNames topics = new TopicNames(context.applicationId());
        InstantSource clock = clock(context);
        SnapshotFormat<S> format = snapshotFormat(model, topics);
        return new Instances<>(
                model,
                new KeyValueJournal<>(
                        model.name(),
                        topics.changelog(model.journalStore()),
                        model.serdes().event(),
                        limit,
                        context.getStateStore(model.journalStore())),
                new StoreSnapshots<>(format, limit, clock, context.getStateStore(model.snapshotStore())),
                clock,
                observer,
                budget);
    }

    /** Opens the instances of a partition for one reading, with what stores hold at this moment. */
    public static <S, E> Instances<S, E> readOnly(
            AggregateModel<S, ?, E> model,
            TopicNames topics,
            ReadOnlyKeyValueStore<byte[], ValueTimestampHeaders<byte[]>> journal,
            ReadOnlyKeyValueStore<byte[], ValueTimestampHeaders<byte[]>> snapshots) {
        JournalReader<E> reader = new JournalReader<>(
                model.name(),
                topics.changelog(model.journalStore()),
                model.serdes().event().deserializer());
        return new Instances<>(
                model,
                new ReadOnlyStores.ReadOnlyJournal<>(reader, journal),
                new ReadOnlyStores.ReadOnlySnapshots<>(new SnapshotReader<>(snapshotFormat(model, topics)), snapshots),
                InstantSource.system(),
                InstanceObserver.NONE,
                new CacheBudget(1, Long.MAX_VALUE));
    }

    /** How the aggregate's snapshots are written. */
    public static <S> SnapshotFormat<S> snapshotFormat(AggregateModel<S, ?, ?> model, TopicNames topics) {
        return new SnapshotFormat<>(
                model.name(),
                topics.changelog(model.snapshotStore()),
                model.serdes().state(),
                model.versions().state());
    }

    private static InstantSource clock(ProcessingContext context) {
        return new InstantSource() {
            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis());
            }

            @Override
            public long millis() {
                return context.currentSystemTimeMs();
            }
        };
    }
}
