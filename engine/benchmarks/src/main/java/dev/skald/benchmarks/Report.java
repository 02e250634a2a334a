/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.skald.benchmarks.Results.Figure;
import dev.skald.benchmarks.Results.Plot;
import dev.skald.benchmarks.Results.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A report of all that was measured: data as JSON, a page of Markdown, and plots.
 *
 * @param machine where and when
 * @param targets the ratios that are aimed at
 * @param figures what was measured
 * @param plots data of the plots
 */
record Report(Map<String, String> machine, List<Target> targets, List<Figure> figures, List<Plot> plots) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Describes the machine as it is now; called before anything is measured, for its load. */
    static Map<String, String> machine(boolean quick) {
        Map<String, String> machine = new LinkedHashMap<>();
        var system = ManagementFactory.getOperatingSystemMXBean();
        machine.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        machine.put("processors", Integer.toString(system.getAvailableProcessors()));
        machine.put("system", system.getName() + " " + system.getArch());
        machine.put("load before", String.format(Locale.ROOT, "%.2f", system.getSystemLoadAverage()));
        machine.put("Java", Runtime.version().toString());
        machine.put("Kafka", kafkaVersion());
        machine.put("scale", quick ? "quick: the figures mean little" : "full");
        return machine;
    }

    private static String kafkaVersion() {
        Properties version = new Properties();
        try (InputStream properties = Report.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            if (properties != null) {
                version.load(properties);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return version.getProperty("version", "unknown");
    }

    static Report of(Map<String, String> machine, Results results) {
        return new Report(machine, results.targets(), results.figures(), results.plots());
    }

    /** This report, with what a later one has measured in place of the same here. */
    Report replacedBy(Report later) {
        Map<String, String> machines = new LinkedHashMap<>(machine);
        String again = later.figures.stream().map(Figure::workload).distinct().collect(Collectors.joining("; "));
        machines.put("measured again at " + later.machine.get("at"), again);
        return new Report(
                machines,
                replaced(targets, later.targets, Target::name),
                replaced(figures, later.figures, figure -> figure.workload() + figure.subject() + figure.unit()),
                replaced(plots, later.plots, Plot::file));
    }

    private static <T> List<T> replaced(List<T> before, List<T> later, Function<T, String> name) {
        Map<String, T> all = new LinkedHashMap<>();
        before.forEach(each -> all.put(name.apply(each), each));
        later.forEach(each -> all.put(name.apply(each), each));
        return List.copyOf(all.values());
    }

    static Report read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), Report.class);
    }

    /** Writes report.json, report.md and the plots. */
    void write(Path directory, @Nullable Report earlier) throws IOException {
        Files.createDirectories(directory);
        JSON.writeValue(directory.resolve("report.json").toFile(), this);
        for (Plot plot : plots) {
            Files.writeString(directory.resolve(plot.file() + ".svg"), Svg.draw(plot));
        }
        Files.writeString(directory.resolve("report.md"), markdown(earlier));
    }

    private String markdown(@Nullable Report earlier) {
        StringBuilder page = new StringBuilder("# What was measured\n\n");
        machine.forEach((name, value) ->
                page.append("- ").append(name).append(": ").append(value).append('\n'));
        page.append("\nMedians; in brackets the least and the most of the rounds.\n\n## Aims\n\n");
        page.append("| ratio | measured | aim | |").append(earlier == null ? "\n" : " earlier |\n");
        page.append("| --- | --- | --- | --- |").append(earlier == null ? "\n" : " --- |\n");
        for (Target target : targets) {
            page.append("| %s | %s | %s | %s |"
                    .formatted(target.name(), text(target.ratio()), target.aim(), target.met() ? "met" : "not met"));
            page.append(earlier == null ? "\n" : " %s |\n".formatted(earlier(earlier, target)));
        }
        page.append("\n## Figures\n\n| work | subject | measured | unit |\n| --- | --- | --- | --- |\n");
        for (Figure figure : figures) {
            page.append("| %s | %s | %s | %s |\n"
                    .formatted(figure.workload(), figure.subject(), text(figure.samples()), figure.unit()));
        }
        page.append("\n## Plots\n\n");
        for (Plot plot : plots) {
            page.append("![%s](%s.svg)\n\n".formatted(plot.title(), plot.file()));
        }
        return page.toString().strip() + "\n";
    }

    private static String earlier(Report earlier, Target target) {
        List<String> found = new ArrayList<>();
        for (Target before : earlier.targets()) {
            if (before.name().equals(target.name())) {
                found.add(text(before.ratio()));
            }
        }
        return String.join(", ", found);
    }

    private static String text(Samples samples) {
        String median = number(samples.median());
        return samples.values().size() == 1
                ? median
                : "%s (%s–%s)".formatted(median, number(samples.least()), number(samples.most()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }
}
