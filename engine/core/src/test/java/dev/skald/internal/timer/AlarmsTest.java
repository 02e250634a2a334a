/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alarms over a real store. */
@Tag("T16")
class AlarmsTest {

    private TopologyTestDriver driver;
    private KeyValueStore<byte[], byte[]> store;
    private int entriesRead;

    @BeforeEach
    void open(@TempDir Path directory) {
        Topology topology = new Topology();
        topology.addSource(
                "source", Serdes.ByteArray().deserializer(), Serdes.ByteArray().deserializer(), "topic");
        topology.addProcessor("processor", Nothing::new, "source");
        topology.addStateStore(Alarms.builder("alarms"), "processor");
        Properties config = new Properties();
        config.put("application.id", "alarms");
        config.put("bootstrap.servers", "none:9092");
        config.put("state.dir", directory.toString());
        driver = new TopologyTestDriver(topology, config);
        store = counting(driver.getKeyValueStore("alarms"));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private static final class Nothing implements Processor<byte[], byte[], byte[], byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {}
    }

    /** The store, with a count of the entries that iterators give. */
    @SuppressWarnings("unchecked")
    private KeyValueStore<byte[], byte[]> counting(KeyValueStore<byte[], byte[]> counted) {
        return (KeyValueStore<byte[], byte[]>) proxy(KeyValueStore.class, counted, (method, result) -> {
            return method.equals("range")
                    ? proxy(KeyValueIterator.class, result, (next, entry) -> {
                        entriesRead += next.equals("next") ? 1 : 0;
                        return entry;
                    })
                    : result;
        });
    }

    private interface After {
        Object call(String method, Object result);
    }

    private static Object proxy(Class<?> type, Object target, After after) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            try {
                return after.call(method.getName(), method.invoke(target, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static Optional<Instant> at(long millis) {
        return Optional.of(Instant.ofEpochMilli(millis));
    }

    private static List<String> ring(Alarms alarms, long now) {
        List<String> woken = new ArrayList<>();
        alarms.ring(now, Integer.MAX_VALUE, woken::add);
        return woken;
    }

    @Test
    void whatIsDueRingsOnceInTheOrderOfTime() {
        Alarms alarms = new Alarms(store);
        alarms.move("b", Optional.empty(), at(2000));
        alarms.move("a", Optional.empty(), at(3000));
        alarms.move("c", Optional.empty(), at(1000));

        assertThat(ring(alarms, 999)).isEmpty();
        assertThat(ring(alarms, 2000)).containsExactly("c", "b");
        assertThat(ring(alarms, 2999)).isEmpty();
        assertThat(ring(alarms, 9000)).containsExactly("a");
        assertThat(ring(alarms, Long.MAX_VALUE / 2)).isEmpty();
    }

    @Test
    void anAlarmCanBeMovedAndTakenBack() {
        Alarms alarms = new Alarms(store);
        alarms.move("a", Optional.empty(), at(1000));
        alarms.move("b", Optional.empty(), at(1000));
        alarms.move("a", at(1000), at(500));
        alarms.move("b", at(1000), Optional.empty());

        assertThat(ring(alarms, 5000)).containsExactly("a");
    }

    @Test
    void noMoreRingAtOnceThanThatAndTheRestNextTime() {
        Alarms alarms = new Alarms(store);
        for (int i = 0; i < 10; i++) {
            alarms.move("id-" + i, Optional.empty(), at(1000 + i));
        }
        List<String> woken = new ArrayList<>();

        assertThat(alarms.ring(5000, 4, woken::add)).isEqualTo(4);
        assertThat(alarms.mayBeDue(5000)).isTrue();
        assertThat(alarms.ring(5000, 4, woken::add)).isEqualTo(4);
        assertThat(alarms.ring(5000, 4, woken::add)).isEqualTo(2);
        assertThat(woken).hasSize(10).isSorted();
    }

    @Test
    void whatIsSetWhileRingingRingsInItsTurn() {
        Alarms alarms = new Alarms(store);
        alarms.move("a", Optional.empty(), at(1000));
        List<String> woken = new ArrayList<>();
        alarms.ring(1000, 10, id -> {
            woken.add(id);
            alarms.move("b", Optional.empty(), at(1000));
        });

        assertThat(woken).containsExactly("a");
        assertThat(ring(alarms, 1000)).containsExactly("b");
    }

    @Test
    void whatBecameDueWhileNothingRanRingsAfterTheStart() {
        Alarms before = new Alarms(store);
        before.move("a", Optional.empty(), at(50_000));
        before.move("b", Optional.empty(), at(10));
        ring(before, 40_000);

        assertThat(ring(new Alarms(store), 60_000)).containsExactly("a");
    }

    @Test
    void aClockThatWentBackLosesNothing() {
        Alarms before = new Alarms(store);
        before.move("a", Optional.empty(), at(100_000));
        assertThat(ring(before, 200_000)).containsExactly("a");

        // The task goes on elsewhere, where it is earlier.
        Alarms elsewhere = new Alarms(store);
        elsewhere.move("b", Optional.empty(), at(50_000));
        assertThat(ring(new Alarms(store), 60_000)).containsExactly("b");
    }

    @Test
    void aHundredThousandPendingCostNoMoreThanTen() {
        Alarms alarms = new Alarms(store);
        for (int i = 0; i < 100_000; i++) {
            alarms.move("later-" + i, Optional.empty(), at(1_000_000 + i));
        }
        for (int i = 0; i < 3; i++) {
            alarms.move("soon-" + i, Optional.empty(), at(1000 + i));
        }
        entriesRead = 0;

        assertThat(ring(alarms, 2000)).hasSize(3);
        assertThat(entriesRead).isLessThanOrEqualTo(4);
        for (int tick = 0; tick < 1000; tick++) {
            assertThat(ring(alarms, 2000 + tick)).isEmpty();
        }
        assertThat(entriesRead).isLessThanOrEqualTo(4);
    }

    @Test
    void ringsAsAListWouldThroughRestarts() {
        long seed = new Random().nextLong();
        System.out.println("alarms seed " + seed);
        Random random = new Random(seed);
        Map<String, Long> model = new TreeMap<>();
        Alarms alarms = new Alarms(store);
        long now = 1000;
        for (int i = 0; i < 20_000; i++) {
            String id = "id-" + random.nextInt(200);
            Optional<Instant> from = Optional.ofNullable(model.get(id)).map(Instant::ofEpochMilli);
            if (random.nextInt(4) == 0) {
                alarms.move(id, from, Optional.empty());
                model.remove(id);
            } else {
                long due = now + random.nextInt(5000) - 100;
                alarms.move(id, from, at(due));
                model.put(id, due);
            }
            if (random.nextInt(10) == 0) {
                now += random.nextInt(2000);
                long until = now;
                List<String> due = model.entrySet().stream()
                        .filter(entry -> entry.getValue() <= until)
                        .map(Map.Entry::getKey)
                        .toList();
                assertThat(ring(alarms, now)).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(due);
                due.forEach(model::remove);
            }
            if (random.nextInt(500) == 0) {
                alarms = new Alarms(store);
            }
        }
    }
}
