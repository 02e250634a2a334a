/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Collects what workloads measure, and prints it as it comes. */
final class Results {

    private final List<Figure> figures = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Plot> plots = new ArrayList<>();

    /** What was measured of one subject. */
    record Figure(String workload, String subject, String unit, Samples samples) {}

    /**
     * A ratio that is aimed at.
     *
     * @param name what is divided by what
     * @param bound at least this, or at most this
     * @param atLeast which of the two
     * @param ratio what was measured
     */
    record Target(String name, double bound, boolean atLeast, Samples ratio) {

        boolean met() {
            return atLeast ? ratio.median() >= bound : ratio.median() <= bound;
        }

        String aim() {
            return String.format(Locale.ROOT, "%s %.2f", atLeast ? "≥" : "≤", bound);
        }
    }

    /** Data of a plot: bars if every line has one point, else lines. */
    record Plot(String file, String title, String x, String y, boolean logarithmic, List<Line> lines) {}

    /** One line of a plot. */
    record Line(String name, List<Double> x, List<Double> y) {}

    /** Tells, beside the results, that work goes on. */
    static void progress(String format, Object... values) {
        System.err.printf(Locale.ROOT, "   " + format + "%n", values);
    }

    void add(String workload, String subject, String unit, Samples samples) {
        figures.add(new Figure(workload, subject, unit, samples));
        System.out.printf(
                Locale.ROOT,
                "%-34s %-36s %,14.2f %-14s (%,.2f to %,.2f)%n",
                workload,
                subject,
                samples.median(),
                unit,
                samples.least(),
                samples.most());
    }

    void target(String name, double bound, boolean atLeast, Samples ratio) {
        Target target = new Target(name, bound, atLeast, ratio);
        targets.add(target);
        System.out.printf(
                Locale.ROOT, "   %s: %.2f, aimed at %s%n", name, target.ratio().median(), target.aim());
    }

    void plot(Plot plot) {
        plots.add(plot);
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    List<Target> targets() {
        return List.copyOf(targets);
    }

    List<Plot> plots() {
        return List.copyOf(plots);
    }
}
