/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.ForeignSnapshotException;
import dev.skald.HandlingException;
import dev.skald.HeaderNames;
import dev.skald.Snapshot;
import dev.skald.SnapshotRepository;
import dev.skald.internal.model.TextHeaders;
import java.time.InstantSource;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueTimestampHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots in a header-aware key-value store: the key is the instance id in UTF-8, the value the state in the user's
 * serde, and the rest is in headers.
 */
public final class StoreSnapshots<S> implements SnapshotRepository<S> {

    private final SnapshotReader<S> reader;
    private final SnapshotFormat<S> format;
    private final RecordLimit limit;
    private final InstantSource clock;
    private final KeyValueStore<byte[], ValueTimestampHeaders<byte[]>> store;

    /** Creates the repository. */
    public StoreSnapshots(
            SnapshotFormat<S> format,
            RecordLimit limit,
            InstantSource clock,
            KeyValueStore<byte[], ValueTimestampHeaders<byte[]>> store) {
        this.reader = new SnapshotReader<>(format);
        this.format = format;
        this.limit = limit;
        this.clock = clock;
        this.store = store;
    }

    /**
     * How snapshots of one aggregate are written.
     *
     * @param aggregate the owner
     * @param topic the changelog topic, handed to the serde
     * @param serde the serde of the state
     * @param schemaVersion the version of the state's schema; 0 if none is declared
     */
    public record SnapshotFormat<S>(String aggregate, String topic, Serde<S> serde, int schemaVersion) {}

    @Override
    public Found<S> load(String instanceId) {
        return reader.load(store, instanceId);
    }

    @Override
    public void save(Snapshot<S> snapshot) {
        if (!snapshot.aggregate().equals(format.aggregate())) {
            throw new ForeignSnapshotException(snapshot.instanceId(), format.aggregate(), snapshot.aggregate());
        }
        byte[] key = snapshot.instanceId().getBytes(UTF_8);
        ValueTimestampHeaders<byte[]> kept = ownSnapshot(snapshot.instanceId(), key);
        if (kept != null && SnapshotReader.revisionOrZero(kept.headers()) > snapshot.revision()) {
            return;
        }
        Headers headers = headers(snapshot);
        byte[] value = serialize(snapshot.state(), headers);
        limit.check(() -> "the snapshot of " + format.aggregate(), key, value, headers);
        store.put(key, ValueTimestampHeaders.make(value, clock.millis(), headers));
    }

    @Override
    public void delete(String instanceId) {
        byte[] key = instanceId.getBytes(UTF_8);
        if (ownSnapshot(instanceId, key) != null) {
            store.put(key, null);
        }
    }

    private @Nullable ValueTimestampHeaders<byte[]> ownSnapshot(String instanceId, byte[] key) {
        ValueTimestampHeaders<byte[]> kept = store.get(key);
        if (kept != null) {
            reader.checkOwner(instanceId, kept.headers());
        }
        return kept;
    }

    private Headers headers(Snapshot<S> snapshot) {
        Headers headers = TextHeaders.none();
        TextHeaders.add(headers, HeaderNames.AGGREGATE, snapshot.aggregate());
        TextHeaders.add(headers, HeaderNames.REVISION, Long.toString(snapshot.revision()));
        TextHeaders.add(headers, HeaderNames.SCHEMA_VERSION, Integer.toString(format.schemaVersion()));
        headers.add(HeaderNames.MEMORY, MemoryCodec.write(snapshot.memory()));
        return headers;
    }

    private byte[] serialize(S state, Headers headers) {
        byte[] value;
        try {
            value = format.serde().serializer().serialize(format.topic(), headers, state);
        } catch (RuntimeException | StackOverflowError e) {
            throw new HandlingException(e);
        }
        if (value == null) {
            throw new HandlingException(new IllegalArgumentException(
                    "expected bytes for a state, but the serializer gave null for " + state));
        }
        return value;
    }
}
