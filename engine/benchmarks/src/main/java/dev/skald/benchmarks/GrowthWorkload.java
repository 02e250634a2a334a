/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.benchmarks.CommandLoad.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a command costs as the store grows. Measured against baseline c at the same moments, because the machine is not
 * the same from one quarter of an hour to the next; c's state does not grow.
 */
final class GrowthWorkload implements Workload {

    private static final int READING_BYTES = 100;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public void run(Laboratory laboratory, Scale scale, Results results) {
        Setup skald = Setup.of(Subject.SKALD, laboratory.newApplication("growth"));
        Setup baseline = Setup.of(Subject.STATE, laboratory.newApplication("growth"));
        try (RunningSubject one = laboratory.start(skald);
                RunningSubject other = laboratory.start(baseline);
                CommandLoad toSkald = new CommandLoad(laboratory.bootstrapServers(), skald);
                CommandLoad toBaseline = new CommandLoad(laboratory.bootstrapServers(), baseline)) {
            Keys keys = Keys.uniform(scale.instances());
            // What it takes until the virtual machines are warm; before that, figures say more about them than about
            // stores.
            int first = scale.warmUp();
            toSkald.flood(first, keys, READING_BYTES);
            toBaseline.flood(first, keys, READING_BYTES);
            int stored = first;
            List<Double> events = new ArrayList<>();
            List<Double> costs = new ArrayList<>();
            @Nullable Samples atFirst = null;
            for (int size : new int[] {first, scale.manyEvents() / 4, scale.manyEvents() / 2, scale.manyEvents()}) {
                if (size > stored) {
                    toSkald.flood(size - stored, keys, READING_BYTES);
                    stored = size;
                }
                Samples cost = cost(toSkald, toBaseline, keys, scale);
                stored += scale.flood() * scale.rounds();
                String at = String.format(Locale.ROOT, "growth at %,d events", size);
                results.add(at, "cost of a command, Skald / c", "ratio", cost);
                events.add((double) size);
                costs.add(cost.median());
                if (atFirst == null) {
                    atFirst = cost;
                }
                if (size == scale.manyEvents()) {
                    results.target(
                            "cost per command at %,d events / at %,d".formatted(size, first),
                            1.3,
                            false,
                            Samples.of(cost.median() / atFirst.median()));
                }
            }
            results.plot(new Results.Plot(
                    "growth",
                    "Cost of a command as the store grows",
                    "events stored",
                    "cost, Skald / c",
                    false,
                    List.of(new Results.Line("Skald / c", events, costs))));
        }
    }

    private static Samples cost(CommandLoad toSkald, CommandLoad toBaseline, Keys keys, Scale scale) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < scale.rounds(); round++) {
            double skald = toSkald.flood(scale.flood(), keys, READING_BYTES);
            double baseline = toBaseline.flood(scale.flood(), keys, READING_BYTES);
            ratios.add(baseline / skald);
        }
        return new Samples(ratios);
    }
}
