/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What was measured several times; reported as the median with its spread. */
record Samples(List<Double> values) {

    Samples {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("expected at least one value");
        }
    }

    static Samples of(double value) {
        return new Samples(List.of(value));
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double least() {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }

    double most() {
        return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    /** Each value divided by the one that was measured in the same round. */
    Samples dividedBy(Samples others) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / others.values().get(i));
        }
        return new Samples(ratios);
    }
}
