/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.benchmarks.CommandLoad.Keys;
import dev.skald.kafka.LocalInstances;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Loading an instance that is not in memory, by the length of its history, with snapshots and without. */
final class ColdLoadWorkload implements Workload {

    private static final int READING_BYTES = 100;
    private static final int LOADS = 200;

    @Override
    public String name() {
        return "cold load";
    }

    @Override
    public void run(Laboratory laboratory, Scale scale, Results results) {
        List<Results.Line> lines = new ArrayList<>();
        lines.add(measure(laboratory, scale, Setup.SNAPSHOT_EVERY, results));
        lines.add(measure(laboratory, scale, 0, results));
        results.plot(new Results.Plot(
                "cold-load", "Loading an instance that is not in memory", "events", "µs", true, lines));
    }

    private Results.Line measure(Laboratory laboratory, Scale scale, long snapshotEvery, Results results) {
        Setup setup = new Setup(Subject.SKALD, laboratory.newApplication("cold"), Setup.STATE_BYTES, snapshotEvery);
        SkaldApplication application = SubjectProcess.skald(setup);
        Path state = laboratory.newDirectory("cold");
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                laboratory.bootstrapServers(),
                "state.dir",
                state.toString(),
                "num.standby.replicas",
                0);
        try (RunningApplication running = application.start(config).awaitRunning(Duration.ofMinutes(5));
                CommandLoad load = new CommandLoad(laboratory.bootstrapServers(), setup)) {
            // Other instances around it, so that it is not all there is.
            load.flood(scale.instances() * 5, Keys.uniform(scale.instances()), READING_BYTES);
            LocalInstances<byte[], byte[]> local =
                    running.local(Meter.type(setup.stateBytes(), dev.skald.SnapshotPolicy.never()));
            return lengths(new Cold(load, local, scale, snapshotEvery), results);
        } finally {
            Laboratory.delete(state);
        }
    }

    /** What loads, and what is loaded. */
    private record Cold(CommandLoad load, LocalInstances<byte[], byte[]> local, Scale scale, long snapshotEvery) {}

    private Results.Line lengths(Cold cold, Results results) {
        String subject = cold.snapshotEvery() == 0 ? "without snapshots" : "a snapshot every " + cold.snapshotEvery();
        List<Double> events = new ArrayList<>();
        List<Double> micros = new ArrayList<>();
        @Nullable Samples thousand = null;
        int last = cold.scale().longHistory();
        for (int length : new int[] {10, 100, 1_000, 1_500, 10_000, last, last + 500}) {
            if (length > last + 500) {
                continue;
            }
            String id = "cold-" + length;
            cold.load().flood(length, () -> id.getBytes(java.nio.charset.StandardCharsets.UTF_8), READING_BYTES);
            Samples loads = loads(cold.local(), id, length, cold.scale().rounds());
            results.add(name() + " of " + length + " events", subject, "µs", loads);
            events.add((double) length);
            micros.add(loads.median());
            if (length == 1_500) {
                thousand = loads;
            }
            if (length == last + 500 && thousand != null && cold.snapshotEvery() != 0) {
                results.target(
                        "load of %,d events with snapshots / load of 1,500".formatted(length),
                        1.2,
                        false,
                        loads.dividedBy(thousand));
            }
        }
        return new Results.Line(subject, events, micros);
    }

    private static Samples loads(LocalInstances<byte[], byte[]> local, String id, int length, int rounds) {
        List<Double> medians = new ArrayList<>();
        int loads = Math.max(5, Math.min(LOADS, 2_000_000 / length));
        for (int round = 0; round <= rounds; round++) {
            List<Double> micros = new ArrayList<>();
            for (int i = 0; i < loads; i++) {
                long started = System.nanoTime();
                long revision = local.state(id).revision();
                micros.add((System.nanoTime() - started) / 1e3);
                if (revision != length) {
                    throw new IllegalStateException("expected revision %d, but it is %d".formatted(length, revision));
                }
            }
            // The first round warms up.
            if (round > 0) {
                medians.add(new Samples(micros).median());
            }
        }
        return new Samples(medians);
    }
}
