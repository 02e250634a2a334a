/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.timer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * When instances of one partition want to be woken. Each has at most one alarm; the earliest of what it waits for.
 *
 * <p>An entry's key begins with its time, so that what is due lies at the front. Two things keep the work small. The
 * earliest time is remembered, so that nothing is read while nothing is due. And where the front lies is written down
 * now and then (the <em>mark</em>), because deleted entries stay in RocksDB until it compacts: a search that began at
 * zero after each start would walk over the tombstones of everything that was ever due.
 *
 * <p>Used by one stream thread. An alarm whose time passes while nothing runs rings after the start.
 */
public final class Alarms {

    /** After everything else in the store. */
    private static final byte[] MARK = {(byte) 0xff};

    private static final byte[] NOTHING = {};

    /** How far the front moves before it is written down again. */
    private static final long MARK_EVERY_MS = 10_000;

    private final KeyValueStore<byte[], byte[]> store;
    private long mark;
    private long earliest;

    /** Alarms over their store. */
    public Alarms(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
        byte[] written = store.get(MARK);
        this.mark = written == null ? 0 : ByteBuffer.wrap(written).getLong();
        this.earliest = mark;
    }

    /** The store that alarms need. */
    public static StoreBuilder<?> builder(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of());
    }

    /** Moves the alarm of an instance from one time to another; empty means that there is none. */
    public void move(String instanceId, Optional<Instant> from, Optional<Instant> to) {
        if (from.equals(to)) {
            return;
        }
        from.ifPresent(due -> store.delete(key(millis(due), instanceId)));
        to.ifPresent(due -> set(millis(due), instanceId));
    }

    private void set(long due, String instanceId) {
        if (due < mark) {
            writeMark(due);
        }
        store.put(key(due, instanceId), NOTHING);
        earliest = Math.min(earliest, due);
    }

    /** Whether an alarm may be due. */
    public boolean mayBeDue(long nowMs) {
        return earliest <= nowMs;
    }

    /**
     * Wakes instances whose time has come, in the order of their times, at most so many. Their alarms are gone before
     * they are woken.
     *
     * @return how many were woken
     */
    public int ring(long nowMs, int most, Consumer<String> wake) {
        if (!mayBeDue(nowMs)) {
            return 0;
        }
        List<byte[]> due = new ArrayList<>();
        long next = Long.MAX_VALUE;
        try (KeyValueIterator<byte[], byte[]> entries = store.range(key(earliest, ""), MARK)) {
            while (entries.hasNext()) {
                KeyValue<byte[], byte[]> entry = entries.next();
                if (entry.key.length < Long.BYTES) {
                    break;
                }
                long at = ByteBuffer.wrap(entry.key).getLong();
                if (at > nowMs || due.size() == most) {
                    next = at;
                    break;
                }
                due.add(entry.key);
            }
        }
        earliest = next;
        for (byte[] key : due) {
            store.delete(key);
            wake.accept(new String(key, Long.BYTES, key.length - Long.BYTES, UTF_8));
        }
        moveMark(Math.min(earliest, nowMs));
        return due.size();
    }

    private void moveMark(long front) {
        if (front - mark >= MARK_EVERY_MS) {
            writeMark(front);
        }
    }

    private void writeMark(long front) {
        mark = front;
        store.put(MARK, ByteBuffer.allocate(Long.BYTES).putLong(front).array());
    }

    private static long millis(Instant due) {
        // The sign bit would sort before everything else.
        return Math.max(0, due.toEpochMilli());
    }

    private static byte[] key(long due, String instanceId) {
        byte[] id = instanceId.getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + id.length).putLong(due).put(id).array();
    }
}
