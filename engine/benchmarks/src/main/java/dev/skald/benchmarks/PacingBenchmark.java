/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.Reply;
import dev.skald.SnapshotPolicy;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.testing.EmbeddedKafka;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What the pacing of commits gives and what it costs: the latency of one client that sends a command at a time, and the
 * throughput of a flood, with pacing and without ({@code commit.interval.ms=100}), alternating on one broker.
 */
public final class PacingBenchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int INSTANCES = 5_000;
    private static final int IN_FLIGHT = 10_000;
    private static final int READING_BYTES = 100;
    private static final AggregateType<byte[], byte[], byte[]> METER =
            Meter.type(Setup.STATE_BYTES, SnapshotPolicy.every(Setup.SNAPSHOT_EVERY));

    private final EmbeddedKafka kafka;
    private final Path directory;
    private final int rounds;
    private final int pings;
    private final int flood;

    private PacingBenchmark(EmbeddedKafka kafka, Path directory, boolean quick) {
        this.kafka = kafka;
        this.directory = directory;
        this.rounds = quick ? 1 : 5;
        this.pings = quick ? 200 : 2_000;
        this.flood = quick ? 20_000 : 300_000;
    }

    /** What one round of one mode has measured. */
    private record Measured(Histogram latencyMicros, double commandsPerSecond) {}

    /**
     * Runs the measurement.
     *
     * @param arguments {@code --quick} for a short run that only shows that it works
     */
    public static void main(String[] arguments) throws IOException {
        boolean quick = Arrays.asList(arguments).contains("--quick");
        Path directory = Files.createTempDirectory("skald-pacing-");
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            new PacingBenchmark(kafka, directory, quick).run();
        } finally {
            delete(directory);
        }
    }

    private void run() throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%d processors, Java %s, load %.1f; broker with its own defaults, in a process of its own%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.printf(
                "%-8s %-9s %10s %10s %10s %14s%n", "round", "commits", "p50 ms", "p99 ms", "max ms", "flood /s");
        List<Measured> paced = new ArrayList<>();
        List<Measured> unpaced = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            // The first round warms the virtual machines up, and does not count.
            measure(round, true, paced);
            measure(round, false, unpaced);
        }
        Measured pacedMedian = median(paced);
        Measured unpacedMedian = median(unpaced);
        print("median", "paced", pacedMedian);
        print("median", "interval", unpacedMedian);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ratios.add(paced.get(round).commandsPerSecond() / unpaced.get(round).commandsPerSecond());
        }
        System.out.printf(
                Locale.ROOT,
                "flood, paced / interval: median %.2f, from %.2f to %.2f%n",
                middle(ratios),
                ratios.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                ratios.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }

    private void measure(int round, boolean paced, List<Measured> results) throws IOException {
        String name = (paced ? "paced-" : "interval-") + round;
        Path state = directory.resolve(name);
        SkaldApplication application = SkaldApplication.named(name)
                .aggregate(METER)
                .partitions(4)
                .commitPacing(paced)
                .build();
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "state.dir",
                state.toString(),
                "num.standby.replicas",
                0);
        Measured measured;
        try (RunningApplication running = application.start(config).awaitRunning(PATIENCE);
                SkaldClient client = SkaldClient.of(name)
                        .bootstrapServers(kafka.bootstrapServers())
                        .timeout(PATIENCE)
                        .connect()) {
            flood(client, Math.min(flood, 100_000));
            // Without pacing each answer takes more than 100 ms, and they are all alike.
            Histogram latency = oneAtATime(client, paced ? pings : pings / 10);
            measured = new Measured(latency, flood(client, flood));
        }
        delete(state);
        print(round == 0 ? "warm-up" : Integer.toString(round), paced ? "paced" : "interval", measured);
        if (round > 0) {
            results.add(measured);
        }
    }

    private static Histogram oneAtATime(SkaldClient client, int pings) {
        Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
        for (int i = 0; i < pings; i++) {
            long sent = System.nanoTime();
            client.sendAndWait(METER, "meter-" + i % INSTANCES, Meter.reading(READING_BYTES))
                    .orElseThrow();
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - sent));
        }
        return micros;
    }

    /** Sends as fast as it can; returns the commands per second. */
    private static double flood(SkaldClient client, int commands) {
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        long started = System.nanoTime();
        for (int i = 0; i < commands; i++) {
            inFlight.acquireUninterruptibly();
            client.send(METER, "meter-" + i % INSTANCES, Meter.reading(READING_BYTES))
                    .whenComplete((reply, failure) -> {
                        if (!(reply instanceof Reply.Accepted)) {
                            throw new IllegalStateException("expected to be accepted, but: " + reply, failure);
                        }
                        inFlight.release();
                    });
        }
        inFlight.acquireUninterruptibly(IN_FLIGHT);
        return commands / ((System.nanoTime() - started) / 1e9);
    }

    private static void print(String round, String mode, Measured measured) {
        System.out.printf(
                Locale.ROOT,
                "%-8s %-9s %10.1f %10.1f %10.1f %,14.0f%n",
                round,
                mode,
                measured.latencyMicros().getValueAtPercentile(50) / 1e3,
                measured.latencyMicros().getValueAtPercentile(99) / 1e3,
                measured.latencyMicros().getMaxValue() / 1e3,
                measured.commandsPerSecond());
    }

    /** The latencies of all rounds together, and the median of their throughputs. */
    private static Measured median(List<Measured> rounds) {
        Histogram all = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
        rounds.forEach(round -> all.add(round.latencyMicros()));
        return new Measured(
                all, middle(rounds.stream().map(Measured::commandsPerSecond).toList()));
    }

    private static double middle(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }
}
