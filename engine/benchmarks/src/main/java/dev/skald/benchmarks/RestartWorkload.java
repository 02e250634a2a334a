/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.benchmarks.CommandLoad.Keys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Starting again, with what is on disk and after its loss, by the number of events and of instances. */
final class RestartWorkload implements Workload {

    private static final int READING_BYTES = 100;

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public void run(Laboratory laboratory, Scale scale, Results results) {
        int events = scale.manyInstances();
        measure(laboratory, scale, events / 10, scale.instances(), results);
        Samples ratio = measure(laboratory, scale, events, scale.instances(), results);
        results.target(
                "restore of %,d events after loss of the disk / plain consumer".formatted(events), 0.5, true, ratio);
        measure(laboratory, scale, events, events, results);
    }

    /** Returns how fast restoring is, against a plain consumer that reads the same events. */
    private Samples measure(Laboratory laboratory, Scale scale, int events, int instances, Results results) {
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (Subject subject : laboratory.withOtherSettings(List.of(Subject.SKALD))) {
                candidates.add(candidate(laboratory, subject, events, instances));
            }
            for (int round = 0; round < rounds(scale); round++) {
                for (Candidate candidate : candidates) {
                    candidate.restart(laboratory, events);
                }
            }
        } finally {
            candidates.forEach(Candidate::close);
        }
        String what = "%s, %,d events of %,d instances".formatted(name(), events, Math.min(events, instances));
        Map<Subject, Samples> ratios = new EnumMap<>(Subject.class);
        for (Candidate candidate : candidates) {
            ratios.put(candidate.subject(), candidate.report(what, events, results));
        }
        return Objects.requireNonNull(ratios.get(Subject.SKALD));
    }

    private static int rounds(Scale scale) {
        return (scale.rounds() + 1) / 2;
    }

    private static Candidate candidate(Laboratory laboratory, Subject subject, int events, int instances) {
        Setup setup = Setup.of(subject, laboratory.newApplication("restart"));
        Candidate candidate = new Candidate(laboratory.start(setup));
        try (CommandLoad load = new CommandLoad(laboratory.bootstrapServers(), setup)) {
            load.flood(events, Keys.uniform(instances), READING_BYTES);
        }
        return candidate;
    }

    /** One subject, and how long it took to start again. */
    private record Candidate(RunningSubject running, List<Double> kept, List<Double> lost, List<Double> read)
            implements AutoCloseable {

        Candidate(RunningSubject running) {
            this(running, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        Subject subject() {
            return running.setup().subject();
        }

        void restart(Laboratory laboratory, int events) {
            running.restart(false);
            kept.add(seconds(running.startTook()));
            running.restart(true);
            lost.add(seconds(running.startTook()));
            read.add(RawWorkload.consume(laboratory, running.setup().journalTopic(), events));
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }

        Samples report(String what, int events, Results results) {
            Samples withDisk = new Samples(kept);
            Samples withoutDisk = new Samples(lost);
            // What a start takes anyway is no restoring; where it cannot be told from noise, all of it counts.
            double difference = withoutDisk.median() - withDisk.median();
            double restored = events / (difference > 0 ? difference : withoutDisk.median());
            String with = subject() == Subject.SKALD ? "" : ", set otherwise";
            results.add(what, "with its disk" + with, "s", withDisk);
            results.add(what, "without its disk" + with, "s", withoutDisk);
            results.add(what, "restored" + with, "events/s", Samples.of(restored));
            results.add(what, "plain consumer" + with, "events/s", new Samples(read));
            return Samples.of(restored / new Samples(read).median());
        }

        @Override
        public void close() {
            running.close();
        }
    }
}
