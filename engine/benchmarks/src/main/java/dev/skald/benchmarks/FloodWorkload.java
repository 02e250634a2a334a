/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.benchmarks.CommandLoad.Keys;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * As many commands as are taken, from each subject in turns: commands per second, and bytes that each costs in Kafka.
 */
final class FloodWorkload implements Workload {

    private final String name;
    private final List<Subject> subjects;
    private final IntFunction<Keys> keys;
    private final int readingBytes;
    private final int stateBytes;
    private final long snapshotEvery;
    private final double share;

    private FloodWorkload(Options options) {
        this.name = options.name;
        this.subjects = List.copyOf(options.subjects);
        this.keys = options.keys;
        this.readingBytes = options.readingBytes;
        this.stateBytes = options.stateBytes;
        this.snapshotEvery = options.snapshotEvery;
        this.share = options.share;
    }

    static Options named(String name, Subject... subjects) {
        return new Options(name, List.of(subjects));
    }

    /** What a flood is made of. */
    static final class Options {

        private final String name;
        private final List<Subject> subjects;
        private IntFunction<Keys> keys = Keys::uniform;
        private int readingBytes = 100;
        private int stateBytes = Setup.STATE_BYTES;
        private long snapshotEvery = Setup.SNAPSHOT_EVERY;
        private double share = 1;

        private Options(String name, List<Subject> subjects) {
            this.name = name;
            this.subjects = subjects;
        }

        /** Given the number of instances, whose commands they are. */
        Options keys(IntFunction<Keys> function) {
            keys = function;
            return this;
        }

        Options readingBytes(int bytes) {
            readingBytes = bytes;
            return this;
        }

        Options stateBytes(int bytes) {
            stateBytes = bytes;
            return this;
        }

        Options snapshotEvery(long revisions) {
            snapshotEvery = revisions;
            return this;
        }

        /** Part of the usual number of commands: for those that take long. */
        Options share(double part) {
            share = part;
            return this;
        }

        FloodWorkload build() {
            return new FloodWorkload(this);
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** One subject, and what has been measured of it. */
    private static final class Candidate implements AutoCloseable {

        private final RunningSubject running;
        private final CommandLoad load;
        private final Keys keys;
        private final List<Double> perSecond = new ArrayList<>();
        private long bytesBefore;

        Candidate(RunningSubject running, CommandLoad load, Keys keys) {
            this.running = running;
            this.load = load;
            this.keys = keys;
        }

        @Override
        public void close() {
            load.close();
            running.close();
        }
    }

    @Override
    public void run(Laboratory laboratory, Scale scale, Results results) {
        Map<Subject, Candidate> candidates = new EnumMap<>(Subject.class);
        int commands = (int) (scale.flood() * share);
        try {
            for (Subject subject : laboratory.withOtherSettings(subjects)) {
                Setup setup = new Setup(
                        subject, laboratory.newApplication(name.replace(' ', '-')), stateBytes, snapshotEvery);
                RunningSubject running = laboratory.start(setup);
                candidates.put(
                        subject,
                        new Candidate(
                                running,
                                new CommandLoad(laboratory.bootstrapServers(), setup),
                                keys.apply(scale.instances())));
            }
            for (Candidate candidate : candidates.values()) {
                candidate.load.flood((int) (scale.warmUp() * share), candidate.keys, readingBytes);
                candidate.bytesBefore = laboratory.bytesWritten(candidate.running.setup());
            }
            for (int round = 0; round < scale.rounds(); round++) {
                for (Candidate candidate : candidates.values()) {
                    double perSecond = candidate.load.flood(commands, candidate.keys, readingBytes);
                    candidate.perSecond.add(perSecond);
                    Results.progress(
                            "round %d of %d, %s: %,.0f commands/s",
                            round + 1,
                            scale.rounds(),
                            candidate.running.setup().subject().title(),
                            perSecond);
                }
            }
            report(laboratory, (long) commands * scale.rounds(), candidates, results);
        } finally {
            candidates.values().forEach(Candidate::close);
        }
    }

    private void report(Laboratory laboratory, long commands, Map<Subject, Candidate> candidates, Results results) {
        List<Results.Line> bars = new ArrayList<>();
        Map<Subject, Samples> bytes = new EnumMap<>(Subject.class);
        candidates.forEach((subject, candidate) -> {
            Samples perSecond = new Samples(candidate.perSecond);
            results.add(name, subject.title(), "commands/s", perSecond);
            bars.add(new Results.Line(subject.title(), List.of(0.0), List.of(perSecond.median())));
            double written = laboratory.bytesWritten(candidate.running.setup()) - candidate.bytesBefore;
            bytes.put(subject, Samples.of(written / commands));
        });
        bytes.forEach((subject, samples) -> results.add(name, subject.title(), "bytes/command", samples));
        results.plot(
                new Results.Plot("flood-" + name.replace(' ', '-'), "Flood: " + name, "", "commands/s", false, bars));
        targets(candidates, bytes, results);
    }

    private void targets(Map<Subject, Candidate> candidates, Map<Subject, Samples> bytes, Results results) {
        if (!name.equals(Workloads.MANY_INSTANCES)) {
            return;
        }
        Samples skald = perSecond(candidates, Subject.SKALD);
        results.target(
                "commands/s, many instances, Skald / c",
                1.0,
                true,
                skald.dividedBy(perSecond(candidates, Subject.STATE)));
        results.target(
                "commands/s, many instances, Skald / d",
                1.3,
                true,
                skald.dividedBy(perSecond(candidates, Subject.STATE_AND_CHANGELOG)));
        results.target(
                "commands/s, nothing tuned, Skald / c tuned for throughput",
                0.9,
                true,
                skald.dividedBy(perSecond(candidates, Subject.STATE_TUNED)));
        results.target(
                "bytes in Kafka per command, Skald / d",
                0.6,
                false,
                sample(bytes, Subject.SKALD).dividedBy(sample(bytes, Subject.STATE_AND_CHANGELOG)));
    }

    private static Samples perSecond(Map<Subject, Candidate> candidates, Subject subject) {
        return new Samples(sample(candidates, subject).perSecond);
    }

    private static <T> T sample(Map<Subject, T> map, Subject subject) {
        T found = map.get(subject);
        if (found == null) {
            throw new IllegalStateException("not measured: " + subject);
        }
        return found;
    }
}
