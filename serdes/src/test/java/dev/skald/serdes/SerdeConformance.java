/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every serde promises, whatever its format: values come back as they were; null is null; and whatever bytes there
 * are, reading ends soon, with a value or an {@link UnreadableRecordException}, and takes no more memory than the bytes
 * could account for.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class SerdeConformance<T> {

    protected static final String TOPIC = "conformance";

    private static final long MOST_MEMORY = 8 << 20;

    private final long seed = new Random().nextLong();
    private final GeneratedValues values = new GeneratedValues(seed);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The serde, ready for use. */
    protected abstract Serde<T> serde();

    /** A random value. */
    protected abstract T value(GeneratedValues generated);

    private byte[] write(Serde<T> serde, T value) {
        return serde.serializer().serialize(TOPIC, value);
    }

    private void checkRoundTrip(Serde<T> serde, T value, String what) {
        assertThat(serde.deserializer().deserialize(TOPIC, write(serde, value)))
                .as(what)
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(value);
    }

    private void readWhatever(Serde<T> serde, byte[] bytes, Supplier<String> what) {
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            T read = serde.deserializer().deserialize(TOPIC, bytes);
            assertThat(read).as(what).isNotNull();
        } catch (UnreadableRecordException e) {
            assertThat(e.topic()).isEqualTo(TOPIC);
            assertThat(e).hasMessageContaining(TOPIC).hasMessageContaining(e.expectedType());
        } catch (Throwable e) {
            throw new AssertionError(what.get() + ", seed " + seed, e);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(what).isLessThan(MOST_MEMORY);
    }

    @Test
    void valuesComeBackAsTheyWere() {
        Serde<T> serde = serde();
        for (int i = 0; i < 500; i++) {
            checkRoundTrip(serde, value(values), "value %d of seed %d".formatted(i, seed));
        }
    }

    @Test
    void nullIsNull() {
        assertThat(serde().serializer().serialize(TOPIC, null)).isNull();
        assertThat(serde().deserializer().deserialize(TOPIC, null)).isNull();
    }

    @Test
    void noBytesAreAnError() {
        assertThatThrownBy(() -> serde().deserializer().deserialize(TOPIC, new byte[0]))
                .isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void whatIsCutOffAnywhereIsAnErrorOrAValue() {
        Serde<T> serde = serde();
        for (int round = 0; round < 50; round++) {
            byte[] bytes = write(serde, value(values));
            for (int i = 0; i < bytes.length; i++) {
                int length = i;
                readWhatever(serde, Arrays.copyOf(bytes, length), () -> "cut off at " + length);
            }
        }
    }

    @Test
    void everyCorruptionOfOneByteIsAnErrorOrAValue() {
        Serde<T> serde = serde();
        byte[] bytes = write(serde, value(values));
        for (int i = 0; i < bytes.length * 256; i++) {
            int position = i / 256;
            byte[] corrupt = bytes.clone();
            corrupt[position] = (byte) i;
            readWhatever(serde, corrupt, () -> "byte %d is %d".formatted(position, corrupt[position]));
        }
    }

    @Test
    void noiseBehindAGoodBeginningIsAnErrorOrAValue() {
        Serde<T> serde = serde();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = write(serde, value(values));
            int from = Math.min(bytes.length, 5) + random.nextInt(Math.max(1, bytes.length - 5));
            byte[] noise = new byte[from + random.nextInt(64)];
            random.nextBytes(noise);
            System.arraycopy(bytes, 0, noise, 0, Math.min(bytes.length, from));
            readWhatever(serde, noise, () -> "noise from byte " + from);
        }
    }

    @Test
    void severalThreadsMayShareOne() throws Exception {
        Serde<T> serde = serde();
        List<Future<?>> runs = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (int thread = 0; thread < 4; thread++) {
                GeneratedValues own = new GeneratedValues(seed + thread);
                runs.add(pool.submit(() -> {
                    for (int i = 0; i < 200; i++) {
                        checkRoundTrip(serde, value(own), "seed " + seed);
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
