/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.benchmarks.CommandLoad.Keys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** How long an answer takes at several rates, counted from when its command was due. */
final class LatencyWorkload implements Workload {

    private static final int READING_BYTES = 100;
    private static final double[] PERCENTILES = {0, 50, 75, 90, 95, 99, 99.9};

    @Override
    public String name() {
        return "latency";
    }

    /** A subject under load. */
    private record Candidate(RunningSubject running, CommandLoad load, Keys keys, double most)
            implements AutoCloseable {
        @Override
        public void close() {
            load.close();
            running.close();
        }
    }

    /** The latencies of one subject at one rate. */
    private record Measured(List<Histogram> rounds) {

        Samples millis(double percentile) {
            return new Samples(rounds.stream()
                    .map(round -> round.getValueAtPercentile(percentile) / 1e3)
                    .toList());
        }
    }

    @Override
    public void run(Laboratory laboratory, Scale scale, Results results) {
        int rounds = Math.max(1, scale.rounds() / 2);
        try (Candidate skald = candidate(laboratory, scale, Subject.SKALD);
                Candidate baseline = candidate(laboratory, scale, Subject.STATE)) {
            List<Candidate> candidates = List.of(skald, baseline);
            for (double rate : new double[] {1, 100, 1000}) {
                Map<Candidate, Measured> measured = measure(candidates, c -> rate, rounds, scale);
                String at = String.format(Locale.ROOT, "at %.0f/s", rate);
                report(at, measured, results);
                if (rate == 100) {
                    results.target(
                            "request-reply p99 at 100/s, Skald / c with its default commit interval",
                            0.2,
                            false,
                            get(measured, skald)
                                    .millis(99)
                                    .dividedBy(get(measured, baseline).millis(99)));
                }
            }
            for (double share : new double[] {0.5, 0.9}) {
                report(
                        String.format(Locale.ROOT, "at %.0f %% of its maximum", share * 100),
                        measure(candidates, c -> c.most() * share, rounds, scale),
                        results);
            }
        }
    }

    private static Candidate candidate(Laboratory laboratory, Scale scale, Subject subject) {
        Setup setup = Setup.of(subject, laboratory.newApplication("latency"));
        RunningSubject running = laboratory.start(setup);
        CommandLoad load = new CommandLoad(laboratory.bootstrapServers(), setup);
        Keys keys = Keys.uniform(scale.instances());
        load.flood(scale.warmUp(), keys, READING_BYTES);
        double most = load.flood(scale.flood(), keys, READING_BYTES);
        return new Candidate(running, load, keys, most);
    }

    private interface Rate {
        double of(Candidate candidate);
    }

    private static Map<Candidate, Measured> measure(List<Candidate> candidates, Rate rate, int rounds, Scale scale) {
        Map<Candidate, Measured> measured = new LinkedHashMap<>();
        candidates.forEach(candidate -> measured.put(candidate, new Measured(new ArrayList<>())));
        for (int round = 0; round < rounds; round++) {
            measured.forEach((candidate, so) -> so.rounds()
                    .add(candidate.load().atRate(rate.of(candidate), scale.atRate(), candidate.keys(), READING_BYTES)));
        }
        return measured;
    }

    private void report(String at, Map<Candidate, Measured> measured, Results results) {
        List<Results.Line> lines = new ArrayList<>();
        measured.forEach((candidate, so) -> {
            String title = candidate.running().setup().subject().title();
            results.add(name() + " " + at, title, "ms p50", so.millis(50));
            results.add(name() + " " + at, title, "ms p99", so.millis(99));
            Histogram all = new Histogram(3);
            so.rounds().forEach(all::add);
            List<Double> percentiles = new ArrayList<>();
            List<Double> millis = new ArrayList<>();
            for (double percentile : PERCENTILES) {
                percentiles.add(percentile);
                millis.add(all.getValueAtPercentile(percentile) / 1e3);
            }
            lines.add(new Results.Line(title, percentiles, millis));
        });
        results.plot(new Results.Plot(
                "latency-" + at.replaceAll("[^0-9a-z]+", "-"), "Latency " + at, "percentile", "ms", true, lines));
    }

    private static Measured get(Map<Candidate, Measured> measured, Candidate candidate) {
        Measured found = measured.get(candidate);
        if (found == null) {
            throw new IllegalStateException("not measured");
        }
        return found;
    }
}
