/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.SnapshotPolicy;
import dev.skald.kafka.AggregateType;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The aggregate that is measured: an electricity meter that adds readings up. The rules cost next to nothing, so that
 * what is measured is the engine; the baselines apply the same rules.
 */
final class Meter {

    static final String NAME = "meter";

    private static final Random FILLING = new Random(7);

    private Meter() {}

    /** The aggregate with states of this size. */
    static AggregateType<byte[], byte[], byte[]> type(int stateBytes, SnapshotPolicy<byte[]> snapshots) {
        Decider<byte[], byte[], byte[]> decider =
                Decider.of(initial(stateBytes), (state, reading) -> Decision.accept(reading), Meter::add);
        return AggregateType.named(NAME, decider)
                .commands(Serdes.ByteArray())
                .events(Serdes.ByteArray())
                .states(Serdes.ByteArray())
                .eventTypes(reading -> "Read")
                .snapshots(snapshots)
                .build();
    }

    /** The state before any reading. */
    static byte[] initial(int stateBytes) {
        return new byte[stateBytes];
    }

    /** The state after a reading: their number and sum, and a filling that does not compress to nothing. */
    static byte[] add(byte[] state, byte[] reading) {
        long value = ByteBuffer.wrap(reading).getLong();
        ByteBuffer before = ByteBuffer.wrap(state);
        ByteBuffer next = ByteBuffer.allocate(state.length);
        next.putLong(before.getLong() + 1);
        next.putLong(before.getLong() + value);
        long filling = value | 1;
        while (next.remaining() >= Long.BYTES) {
            filling ^= filling << 13;
            filling ^= filling >>> 7;
            filling ^= filling << 17;
            next.putLong(filling);
        }
        return next.array();
    }

    /** How many readings have led to a state. */
    static long readings(byte[] state) {
        return ByteBuffer.wrap(state).getLong();
    }

    /** A reading; random, so that it does not compress to nothing. */
    static byte[] reading(int bytes) {
        byte[] filled = new byte[bytes];
        synchronized (FILLING) {
            FILLING.nextBytes(filled);
        }
        return filled;
    }
}
