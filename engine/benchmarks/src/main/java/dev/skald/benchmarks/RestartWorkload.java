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
        List<Double> restored = new ArrayList<>();
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
                restored.add(events / Math.max(0.001, lost.get(round) - kept.get(round)));
                read.add(RawWorkload.consume(laboratory, setup.journalTopic(), events));
            }
        }
        results.add(what, "with its disk", "s", new Samples(kept));
        results.add(what, "without its disk", "s", new Samples(lost));
        results.add(what, "restored", "events/s", new Samples(restored));
        results.add(what, "plain consumer", "events/s", new Samples(read));
        return new Samples(restored).dividedBy(new Samples(read));
    }
}
