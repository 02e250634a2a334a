/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.benchmarks.CommandLoad.Keys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.HdrHistogram.Histogram;

/** How long an answer takes at several rates, counted from when its command was due. */
final class LatencyWorkload implements Workload {

    private static final int READING_BYTES = 100;
    private static final String AIMED_AT = "at 100/s";
    private static final double[] PERCENTILES = {0, 50, 75, 90, 95, 99, 99.9};

    private final String name;
    private final List<Rate> rates;

    private LatencyWorkload(String name, List<Rate> rates) {
        this.name = name;
        this.rates = rates;
    }

    /** At so many commands per second. */
    static LatencyWorkload at(double... perSecond) {
        return new LatencyWorkload(
                "latency",
                Arrays.stream(perSecond)
                        .mapToObj(rate -> new Rate("at %.0f/s".formatted(rate), most -> rate))
                        .toList());
    }

    /** At such shares of what a subject can take. */
    static LatencyWorkload atSharesOfTheMaximum(double... shares) {
        return new LatencyWorkload(
                "busy latency",
                Arrays.stream(shares)
                        .mapToObj(share ->
                                new Rate("at %.0f %% of its maximum".formatted(share * 100), most -> most * share))
                        .toList());
    }

    @Override
    public String name() {
        return name;
    }

    /** How fast commands are sent, given the most that a subject takes. */
    private record Rate(String title, DoubleUnaryOperator perSecond) {}

    /** A subject under load. */
    private record Candidate(RunningSubject running, CommandLoad load, Keys keys, double most)
            implements AutoCloseable {

        Subject subject() {
            return running.setup().subject();
        }

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
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (Subject subject : laboratory.withOtherSettings(List.of(Subject.SKALD, Subject.STATE))) {
                candidates.add(candidate(laboratory, scale, subject));
            }
            for (Rate rate : rates) {
                Map<Subject, Measured> measured = measure(candidates, rate, scale);
                report(rate.title(), measured, results);
                if (rate.title().equals(AIMED_AT)) {
                    results.target(
                            "request-reply p99 at 100/s, Skald / c with its default commit interval",
                            0.2,
                            false,
                            get(measured, Subject.SKALD)
                                    .millis(99)
                                    .dividedBy(get(measured, Subject.STATE).millis(99)));
                }
            }
        } finally {
            candidates.forEach(Candidate::close);
        }
    }

    private static Candidate candidate(Laboratory laboratory, Scale scale, Subject subject) {
        Setup setup = Setup.of(subject, laboratory.newApplication("latency"));
        RunningSubject running = laboratory.start(setup);
        CommandLoad load = new CommandLoad(laboratory.bootstrapServers(), setup);
        Keys keys = Keys.uniform(scale.instances());
        load.flood(scale.warmUp(), keys, READING_BYTES);
        List<Double> floods = new ArrayList<>();
        for (int round = 0; round < rounds(scale); round++) {
            floods.add(load.flood(scale.flood(), keys, READING_BYTES));
        }
        return new Candidate(running, load, keys, new Samples(floods).median());
    }

    private static int rounds(Scale scale) {
        return (scale.rounds() + 1) / 2;
    }

    private static Map<Subject, Measured> measure(List<Candidate> candidates, Rate rate, Scale scale) {
        Map<Subject, Measured> measured = new LinkedHashMap<>();
        for (int round = 0; round < rounds(scale); round++) {
            for (Candidate candidate : candidates) {
                measured.computeIfAbsent(candidate.subject(), subject -> new Measured(new ArrayList<>()))
                        .rounds()
                        .add(candidate
                                .load()
                                .atRate(
                                        rate.perSecond().applyAsDouble(candidate.most()),
                                        scale.atRate(),
                                        candidate.keys(),
                                        READING_BYTES));
            }
        }
        return measured;
    }

    private void report(String at, Map<Subject, Measured> measured, Results results) {
        List<Results.Line> lines = new ArrayList<>();
        measured.forEach((subject, so) -> {
            String title = subject.title();
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
                (name() + " " + at).replaceAll("[^0-9a-z]+", "-"),
                name().substring(0, 1).toUpperCase(Locale.ROOT) + name().substring(1) + " " + at,
                "percentile",
                "ms",
                true,
                lines));
    }

    private static Measured get(Map<Subject, Measured> measured, Subject subject) {
        Measured found = measured.get(subject);
        if (found == null) {
            throw new IllegalStateException("not measured");
        }
        return found;
    }
}
