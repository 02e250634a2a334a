/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Shows that the measurements run and report; what they measure in so short a time means little, and is not checked.
 */
class BenchmarksIT {

    @Test
    void aQuickRunReportsAllWorkloadsAndComparesWithAnEarlierOne(@TempDir Path directory) throws IOException {
        Path first = directory.resolve("first");
        assertThat(Benchmarks.run("--quick", "--output", first.toString())).isZero();

        Report report = Report.read(first.resolve("report.json"));
        Set<String> measured =
                report.figures().stream().map(Results.Figure::workload).collect(Collectors.toSet());
        for (Workload workload : Workloads.all()) {
            assertThat(measured).as(workload.name()).anyMatch(name -> name.startsWith(workload.name()));
        }
        assertThat(report.figures())
                .allSatisfy(figure -> assertThat(figure.samples().median()).isPositive());
        assertThat(report.targets()).hasSize(9);
        for (Results.Plot plot : report.plots()) {
            assertThat(first.resolve(plot.file() + ".svg"))
                    .content()
                    .startsWith("<svg")
                    .endsWith("</svg>\n");
        }

        Path second = directory.resolve("second");
        assertThat(Benchmarks.run(
                        "--quick",
                        "--only",
                        "many instances",
                        "--output",
                        second.toString(),
                        "--compare",
                        first.resolve("report.json").toString()))
                .isZero();
        assertThat(Files.readString(second.resolve("report.md")))
                .contains("| earlier |")
                .contains("commands/s, many instances, Skald / c");
    }

    @Test
    void aWorkloadThatDoesNotExistIsAnError() {
        assertThat(Benchmarks.run("--only", "nothing like it")).isEqualTo(2);
    }
}
