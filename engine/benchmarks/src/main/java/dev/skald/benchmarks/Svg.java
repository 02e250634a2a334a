/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.benchmarks.Results.Line;
import dev.skald.benchmarks.Results.Plot;
import java.util.List;
import java.util.Locale;

/** Draws a plot as SVG: text that needs no fonts, no display, and can be kept in a repository. */
final class Svg {

    private static final int WIDTH = 820;
    private static final int HEIGHT = 320;
    private static final int LEFT = 80;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int RIGHT = 300;
    private static final int TICKS = 4;
    private static final List<String> COLOURS =
            List.of("#1b6ca8", "#d1603d", "#4c9f70", "#8e5ea2", "#c9a227", "#555555");

    private final Plot plot;
    private final StringBuilder svg = new StringBuilder();
    private final double least;
    private final double most;

    private Svg(Plot plot) {
        this.plot = plot;
        double highest = 0;
        double lowest = Double.MAX_VALUE;
        for (Line line : plot.lines()) {
            for (double y : line.y()) {
                highest = Math.max(highest, y);
                lowest = Math.min(lowest, y);
            }
        }
        this.most = plot.logarithmic() ? Math.pow(10, Math.ceil(Math.log10(Math.max(highest, 1e-3)))) : highest * 1.1;
        this.least = plot.logarithmic() ? Math.pow(10, Math.floor(Math.log10(Math.max(lowest, 1e-3)))) : 0;
    }

    static String draw(Plot plot) {
        return new Svg(plot).draw();
    }

    private String draw() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">",
                WIDTH, HEIGHT);
        add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        text(LEFT, 20, "start", plot.title());
        text(LEFT, 34, "start", plot.y());
        verticalAxis();
        if (plot.lines().stream().allMatch(line -> line.y().size() == 1)) {
            bars();
        } else {
            lines();
        }
        return svg.append("</svg>\n").toString();
    }

    private void verticalAxis() {
        double decades = plot.logarithmic() ? Math.round(Math.log10(most / least)) : TICKS;
        for (int tick = 0; tick <= decades; tick++) {
            double value = plot.logarithmic() ? least * Math.pow(10, tick) : most * tick / TICKS;
            double y = vertical(value);
            add("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>", LEFT, y, WIDTH - RIGHT, y);
            text(LEFT - 6, y + 4, "end", number(value));
        }
    }

    private void bars() {
        double step = (double) (WIDTH - LEFT - RIGHT) / plot.lines().size();
        for (int i = 0; i < plot.lines().size(); i++) {
            double value = plot.lines().get(i).y().get(0);
            double y = vertical(value);
            add(
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
                    LEFT + step * (i + 0.15), y, step * 0.7, HEIGHT - BOTTOM - y, colour(i));
            text(LEFT + step * (i + 0.5), y - 4, "middle", number(value));
            legend(i);
        }
    }

    private void lines() {
        List<Double> xs = plot.lines().get(0).x();
        double step = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, xs.size() - 1);
        for (int i = 0; i < xs.size(); i++) {
            text(LEFT + step * i, HEIGHT - BOTTOM + 16, "middle", number(xs.get(i)));
        }
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", plot.x());
        for (int i = 0; i < plot.lines().size(); i++) {
            StringBuilder points = new StringBuilder();
            List<Double> ys = plot.lines().get(i).y();
            for (int j = 0; j < ys.size(); j++) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", LEFT + step * j, vertical(ys.get(j))));
            }
            add(
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                    points.toString().strip(), colour(i));
            legend(i);
        }
    }

    private void legend(int line) {
        int y = TOP + 20 * line;
        add("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>", WIDTH - RIGHT + 12, y, colour(line));
        text(WIDTH - RIGHT + 30, y + 11, "start", plot.lines().get(line).name());
    }

    private static String colour(int line) {
        return COLOURS.get(line % COLOURS.size());
    }

    private double vertical(double value) {
        double part =
                plot.logarithmic() ? Math.log(Math.max(value, least) / least) / Math.log(most / least) : value / most;
        return HEIGHT - BOTTOM - part * (HEIGHT - BOTTOM - TOP);
    }

    private static String number(double value) {
        return value == Math.rint(value) || value >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    private void text(double x, double y, String anchor, String text) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                x, y, anchor, text.replace("&", "&amp;").replace("<", "&lt;"));
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
