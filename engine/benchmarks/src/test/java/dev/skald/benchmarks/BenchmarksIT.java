/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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
        runs("--quick", "--output", first.toString());

        Report report = Report.read(first.resolve("report.json"));
        Set<String> measured =
                report.figures().stream().map(Results.Figure::workload).collect(Collectors.toSet());
        for (Workload workload : Workloads.all()) {
            assertThat(measured).as(workload.name()).anyMatch(name -> name.startsWith(workload.name()));
        }
        assertThat(report.figures())
                .allSatisfy(figure -> assertThat(figure.samples().median()).isPositive());
        assertThat(report.targets()).hasSize(10);
        for (Results.Plot plot : report.plots()) {
            assertThat(first.resolve(plot.file() + ".svg"))
                    .content()
                    .startsWith("<svg")
                    .endsWith("</svg>\n");
        }

        Path second = directory.resolve("second");
        runs(
                "--quick",
                "--only",
                "agreements",
                "--output",
                second.toString(),
                "--compare",
                first.resolve("report.json").toString());
        assertThat(Files.readString(second.resolve("report.md")))
                .contains("| earlier |")
                .contains("TCCs/s, two participants");
    }

    private static void runs(String... arguments) {
        StringWriter errors = new StringWriter();
        int exit = Benchmarks.run(new PrintWriter(errors, true), arguments);
        assertThat(exit).as(() -> errors.toString()).isZero();
    }

    @Test
    void aWorkloadThatDoesNotExistIsAnError() {
        assertThat(Benchmarks.run("--only", "nothing like it")).isEqualTo(2);
    }
}
