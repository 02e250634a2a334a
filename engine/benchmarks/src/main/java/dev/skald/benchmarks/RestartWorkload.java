/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.benchmarks.CommandLoad.Keys;
import java.util.ArrayList;
import java.util.List;

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
        Setup setup = Setup.of(Subject.SKALD, laboratory.newApplication("restart"));
        String what = "%s, %,d events of %,d instances".formatted(name(), events, Math.min(events, instances));
        int rounds = Math.max(1, scale.rounds() / 2);
        List<Double> kept = new ArrayList<>();
        List<Double> lost = new ArrayList<>();
        List<Double> read = new ArrayList<>();
        try (RunningSubject running = laboratory.start(setup)) {
            try (CommandLoad load = new CommandLoad(laboratory.bootstrapServers(), setup)) {
                load.flood(events, Keys.uniform(instances), READING_BYTES);
            }
            for (int round = 0; round < rounds; round++) {
                running.restart(false);
                kept.add(running.startTook().toNanos() / 1e9);
                running.restart(true);
                lost.add(running.startTook().toNanos() / 1e9);
                read.add(RawWorkload.consume(laboratory, setup.journalTopic(), events));
            }
        }
        Samples withDisk = new Samples(kept);
        Samples withoutDisk = new Samples(lost);
        // What a start takes anyway is no restoring; where it cannot be told from noise, all of it counts.
        double difference = withoutDisk.median() - withDisk.median();
        double restored = events / (difference > 0 ? difference : withoutDisk.median());
        results.add(what, "with its disk", "s", withDisk);
        results.add(what, "without its disk", "s", withoutDisk);
        results.add(what, "restored", "events/s", Samples.of(restored));
        results.add(what, "plain consumer", "events/s", new Samples(read));
        return Samples.of(restored / new Samples(read).median());
    }
}
