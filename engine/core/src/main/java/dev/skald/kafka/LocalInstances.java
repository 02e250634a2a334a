/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.InstanceId;
import dev.skald.InstanceState;
import dev.skald.RecordedEvent;
import dev.skald.internal.command.EngineSettings;
import dev.skald.internal.instance.Instances;
import dev.skald.internal.model.AggregateModel;
import dev.skald.internal.model.Partitions;
import dev.skald.internal.store.InstancesInStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueTimestampHeaders;

/**
 * The instances of one aggregate that a process holds, read by interactive queries of Kafka Streams.
 *
 * <p>It reads what the stores hold, and these are written to before the Kafka transaction is committed: a read may show
 * the events of a command a moment before its reply, and, if that transaction is then aborted, events that never came
 * to be. Who must not see that reads through a {@link SkaldClient}.
 *
 * <p>While the partition of an instance is moved or restored, Streams' own exceptions say so
 * ({@link org.apache.kafka.streams.errors.InvalidStateStoreException}); try again. Safe for use by several threads.
 */
public final class LocalInstances<S, E> {

    private final KafkaStreams streams;
    private final EngineSettings settings;
    private final AggregateModel<S, ?, E> model;

    LocalInstances(KafkaStreams streams, EngineSettings settings, AggregateModel<S, ?, E> model) {
        this.streams = streams;
        this.settings = settings;
        this.model = model;
    }

    /**
     * Where an instance is held: the process's {@code application.server}, or nothing if none is configured, or nobody
     * holds it at the moment.
     */
    public Optional<HostInfo> host(String instanceId) {
        KeyQueryMetadata metadata = streams.queryMetadataForKey(
                model.journalStore(),
                instanceId,
                (topic, key, value, partitions) -> Optional.of(Set.of(partition(key))));
        return metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)
                ? Optional.empty()
                : Optional.of(metadata.activeHost());
    }

    /** The state of an instance now. */
    public InstanceState<S> state(String instanceId) {
        try (Instances<S, E> instances = open(instanceId)) {
            return instances.state(instanceId);
        }
    }

    /**
     * The state that an instance had at an earlier revision.
     *
     * @throws IllegalArgumentException if it has not reached the revision
     * @throws dev.skald.HistoryHorizonException if retention has deleted events that are needed
     */
    public InstanceState<S> stateAt(String instanceId, long revision) {
        try (Instances<S, E> instances = open(instanceId)) {
            return instances.stateAt(instanceId, revision);
        }
    }

    /**
     * The events of an instance at the revisions {@code [from, to)}, in order.
     *
     * @throws IllegalArgumentException if the range is not within the history
     * @throws dev.skald.HistoryHorizonException if retention has deleted some of them
     */
    public List<RecordedEvent<E>> history(String instanceId, long from, long to) {
        List<RecordedEvent<E>> events = new ArrayList<>();
        try (Instances<S, E> instances = open(instanceId)) {
            instances.history(instanceId, from, to, events::add);
        }
        return events;
    }

    private Instances<S, E> open(String instanceId) {
        InstanceId.check(instanceId);
        int partition = partition(instanceId);
        return InstancesInStores.readOnly(
                model,
                settings.topics(),
                store(model.journalStore(), partition),
                store(model.snapshotStore(), partition));
    }

    private int partition(String instanceId) {
        return Partitions.of(instanceId.getBytes(UTF_8), settings.partitions());
    }

    private ReadOnlyKeyValueStore<byte[], ValueTimestampHeaders<byte[]>> store(String name, int partition) {
        return streams.store(StoreQueryParameters.fromNameAndType(
                        name, QueryableStoreTypes.<byte[], byte[]>timestampedKeyValueStoreWithHeaders())
                .withPartition(partition));
    }
}
