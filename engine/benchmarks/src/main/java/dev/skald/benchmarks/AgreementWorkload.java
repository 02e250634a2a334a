/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.benchmarks.AgreementLoad.Kind;
import dev.skald.benchmarks.CommandLoad.Keys;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Agreements by try, confirm and cancel between aggregates, against plain commands of the same application in the same
 * round: an agreement costs as many records handled as a command costs one.
 */
final class AgreementWorkload implements Workload {

    private static final int READING_BYTES = 100;
    private static final Kind TWO = new Kind(2, 0);
    private static final Kind FIVE = new Kind(5, 0);
    private static final Kind TWO_SOME_REFUSED = new Kind(2, 100);

    /** The share of the most agreements per second at which latency is measured. */
    private static final double LOAD = 0.5;

    @Override
    public String name() {
        return "agreements";
    }

    @Override
    public void run(Laboratory laboratory, Scale scale, Results results) {
        Setup setup = Setup.of(Subject.AGREEMENTS, laboratory.newApplication("agreements"));
        int instances = scale.instances() / Deal.MOST_SIDES;
        int agreements = scale.flood() / 10;
        try (RunningSubject running = laboratory.start(setup);
                CommandLoad commands = new CommandLoad(laboratory.bootstrapServers(), setup);
                AgreementLoad load = new AgreementLoad(laboratory.bootstrapServers(), setup, instances)) {
            Keys keys = Keys.uniform(scale.instances());
            commands.flood(scale.warmUp(), keys, READING_BYTES);
            load.flood(scale.warmUp() / 10, TWO);
            List<Double> plain = new ArrayList<>();
            List<Double> two = new ArrayList<>();
            List<Double> five = new ArrayList<>();
            List<Double> refused = new ArrayList<>();
            for (int round = 0; round < scale.rounds(); round++) {
                plain.add(commands.flood(scale.flood(), keys, READING_BYTES));
                two.add(load.flood(agreements, TWO));
                five.add(load.flood(agreements / 2, FIVE));
                refused.add(load.flood(agreements, TWO_SOME_REFUSED));
                Results.progress(
                        "round %d of %d: %,.0f commands/s, %,.0f agreements/s of two",
                        round + 1, scale.rounds(), plain.get(round), two.get(round));
            }
            Samples pairs = new Samples(two);
            results.add(name(), "commands", "commands/s", new Samples(plain));
            results.add(name(), "two participants", "agreements/s", pairs);
            results.add(name(), "five participants", "agreements/s", new Samples(five));
            results.add(name(), "two, 1 % refused", "agreements/s", new Samples(refused));
            ratio("two participants", Deal.records(2), pairs, plain, results);
            latency("two participants", TWO, load, pairs.median() * LOAD, scale, results);
            latency("two, 1 % refused", TWO_SOME_REFUSED, load, pairs.median() * LOAD, scale, results);
        }
    }

    private static void ratio(String what, int records, Samples agreements, List<Double> commands, Results results) {
        Samples possible =
                new Samples(commands.stream().map(each -> each / records).toList());
        results.target(
                "TCCs/s, %s / (commands/s ÷ %d records)".formatted(what, records),
                0.7,
                true,
                agreements.dividedBy(possible));
    }

    private void latency(String what, Kind kind, AgreementLoad load, double perSecond, Scale scale, Results results) {
        List<Double> medians = new ArrayList<>();
        List<Double> tails = new ArrayList<>();
        for (int round = 0; round < Math.max(1, scale.rounds() / 2); round++) {
            Histogram micros = load.atRate(perSecond, scale.atRate(), kind);
            medians.add(micros.getValueAtPercentile(50) / 1e3);
            tails.add(micros.getValueAtPercentile(99) / 1e3);
        }
        String at = name() + " at 50 % of their maximum";
        results.add(at, what, "ms p50", new Samples(medians));
        results.add(at, what, "ms p99", new Samples(tails));
    }
}
