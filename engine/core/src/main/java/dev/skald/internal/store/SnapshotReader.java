/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.ForeignSnapshotException;
import dev.skald.HeaderNames;
import dev.skald.Snapshot;
import dev.skald.SnapshotRepository.Found;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.store.StoreSnapshots.SnapshotFormat;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ValueTimestampHeaders;

/** Reads snapshots out of their store: the engine's own, or one opened for an interactive query. */
public final class SnapshotReader<S> {

    private final SnapshotFormat<S> format;

    /** Creates a reader of one aggregate's snapshots. */
    public SnapshotReader(SnapshotFormat<S> format) {
        this.format = format;
    }

    /** Looks for the latest snapshot of an instance; see {@link dev.skald.SnapshotRepository#load}. */
    public Found<S> load(ReadOnlyKeyValueStore<byte[], ValueTimestampHeaders<byte[]>> store, String instanceId) {
        // An error of the store is thrown from here, and is not taken for an unusable snapshot.
        ValueTimestampHeaders<byte[]> stored = store.get(instanceId.getBytes(UTF_8));
        if (stored == null) {
            return new Found.None<>();
        }
        checkOwner(instanceId, stored.headers());
        return decode(instanceId, stored);
    }

    private Found<S> decode(String instanceId, ValueTimestampHeaders<byte[]> stored) {
        Headers headers = stored.headers();
        try {
            int version = EventHeaders.version(TextHeaders.get(headers, HeaderNames.SCHEMA_VERSION));
            if (version != format.schemaVersion()) {
                return new Found.Unusable<>(
                        "it was written with version %d of the state's schema, and this is version %d"
                                .formatted(version, format.schemaVersion()));
            }
            S state = format.serde().deserializer().deserialize(format.topic(), headers, stored.value());
            if (state == null) {
                return new Found.Unusable<>("the deserializer gave null");
            }
            return new Found.Latest<>(
                    new Snapshot<>(format.aggregate(), instanceId, revision(headers), state, memory(headers)));
        } catch (RetriableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            return new Found.Unusable<>("it cannot be decoded: " + e);
        }
    }

    void checkOwner(String instanceId, Headers headers) {
        String owner = TextHeaders.getOr(headers, HeaderNames.AGGREGATE, "(none named)");
        if (!owner.equals(format.aggregate())) {
            throw new ForeignSnapshotException(instanceId, format.aggregate(), owner);
        }
    }

    private static long revision(Headers headers) {
        return Long.parseLong(TextHeaders.require(headers, HeaderNames.REVISION));
    }

    /** A snapshot without a readable revision cannot be used, and so is older than any other. */
    static long revisionOrZero(Headers headers) {
        try {
            return revision(headers);
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    private static Snapshot.Memory memory(Headers headers) {
        Header header = headers.lastHeader(HeaderNames.MEMORY);
        if (header == null) {
            throw new IllegalArgumentException("expected a header " + HeaderNames.MEMORY + ", but there is none");
        }
        return MemoryCodec.read(header.value());
    }
}
