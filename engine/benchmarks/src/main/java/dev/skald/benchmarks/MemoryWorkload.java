/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.benchmarks.CommandLoad.Keys;

/** What the application's process takes when it has many more instances than it may keep in memory. */
final class MemoryWorkload implements Workload {

    private static final int READING_BYTES = 100;
    private static final double MIB = 1024 * 1024;
    private static final double MOST_RESIDENT_MIB = 1024;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void run(Laboratory laboratory, Scale scale, Results results) {
        Setup setup = Setup.of(Subject.SKALD, laboratory.newApplication("memory"));
        try (RunningSubject running = laboratory.start(setup);
                CommandLoad load = new CommandLoad(laboratory.bootstrapServers(), setup)) {
            report(running, "no instance", results);
            load.flood(scale.instances(), Keys.uniform(scale.instances()), READING_BYTES);
            report(running, "%,d instances".formatted(scale.instances()), results);
            load.flood(scale.manyInstances(), Keys.uniform(scale.manyInstances()), READING_BYTES);
            report(running, "%,d instances".formatted(scale.manyInstances()), results);
            // A second event of each: now every command loads its instance.
            load.flood(scale.manyInstances(), Keys.uniform(scale.manyInstances()), READING_BYTES);
            double resident = report(running, "%,d instances, twice".formatted(scale.manyInstances()), results);
            results.target(
                    "resident memory at %,d instances / 1 GiB".formatted(scale.manyInstances()),
                    1,
                    false,
                    Samples.of(resident / MOST_RESIDENT_MIB));
        }
    }

    private double report(RunningSubject running, String at, Results results) {
        double resident = running.residentBytes() / MIB;
        results.add(name() + ", " + at, "resident", "MiB", Samples.of(resident));
        results.add(name() + ", " + at, "heap after collection", "MiB", Samples.of(running.heapBytes() / MIB));
        return resident;
    }
}
