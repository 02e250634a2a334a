/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.benchmarks.CommandLoad.Keys;
import java.util.ArrayList;
import java.util.List;

/** All workloads, in the order in which they are run. */
final class Workloads {

    static final String MANY_INSTANCES = "many instances";

    private static final int KIB = 1024;

    private Workloads() {}

    static List<Workload> all() {
        List<Workload> workloads = new ArrayList<>();
        workloads.add(new RawWorkload());
        workloads.add(FloodWorkload.named(
                        MANY_INSTANCES,
                        Subject.SKALD,
                        Subject.STATE,
                        Subject.STATE_AND_CHANGELOG,
                        Subject.STATE_TUNED,
                        Subject.PASS_THROUGH)
                .build());
        workloads.add(against("zipf instances")
                .keys(instances -> Keys.zipf(instances, 11))
                .build());
        workloads.add(
                against("one hot instance").keys(instances -> Keys.uniform(1)).build());
        workloads.add(against("events of 1 KiB").readingBytes(KIB).share(0.4).build());
        workloads.add(
                against("events of 10 KiB").readingBytes(10 * KIB).share(0.05).build());
        workloads.add(against("states of 1 KiB").stateBytes(KIB).share(0.5).build());
        workloads.add(against("states of 1 KiB snapshots 100")
                .stateBytes(KIB)
                .keys(instances -> Keys.uniform(200))
                .snapshotEvery(100)
                .share(0.5)
                .build());
        workloads.add(against("states of 100 KiB")
                .stateBytes(100 * KIB)
                .keys(instances -> Keys.uniform(100))
                .share(0.03)
                .build());
        workloads.add(LatencyWorkload.at(1, 100, 1000));
        workloads.add(LatencyWorkload.atSharesOfTheMaximum(0.5, 0.9));
        workloads.add(new ColdLoadWorkload());
        workloads.add(new RestartWorkload());
        workloads.add(new AgreementWorkload());
        workloads.add(new MemoryWorkload());
        workloads.add(new GrowthWorkload());
        return workloads;
    }

    private static FloodWorkload.Options against(String name) {
        return FloodWorkload.named(name, Subject.SKALD, Subject.STATE, Subject.STATE_AND_CHANGELOG);
    }
}
