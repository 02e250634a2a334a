/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.kafka.AggregateType;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The aggregate that is measured: an electricity meter that adds readings up. Commands and events have 100 bytes and
 * states 64; the rules cost next to nothing, so that what is measured is the engine.
 */
final class Meter {

    private static final int STATE_BYTES = 64;
    private static final int READING_BYTES = 100;

    private static final Decider<byte[], byte[], byte[]> DECIDER =
            Decider.of(new byte[STATE_BYTES], (state, reading) -> Decision.accept(reading), Meter::add);

    static final AggregateType<byte[], byte[], byte[]> TYPE = AggregateType.named("meter", DECIDER)
            .commands(Serdes.ByteArray())
            .events(Serdes.ByteArray())
            .states(Serdes.ByteArray())
            .eventTypes(reading -> "Read")
            .build();

    private Meter() {}

    private static byte[] add(byte[] state, byte[] reading) {
        ByteBuffer next = ByteBuffer.allocate(STATE_BYTES);
        next.putLong(ByteBuffer.wrap(state).getLong() + ByteBuffer.wrap(reading).getLong());
        return next.array();
    }

    /** A reading; its filling does not compress to nothing. */
    static byte[] reading(long value) {
        StringBuilder filling = new StringBuilder("reading ").append(value).append(" of a meter in ");
        while (filling.length() < READING_BYTES) {
            filling.append(Long.toString(value * 31 + filling.length() * 7919L, 36))
                    .append(' ');
        }
        ByteBuffer buffer = ByteBuffer.allocate(READING_BYTES);
        buffer.putLong(value);
        buffer.put(filling.substring(0, READING_BYTES - Long.BYTES).getBytes(ISO_8859_1));
        return buffer.array();
    }
}
