/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static Report report(String at, double ratio, String... workloads) {
        Results results = new Results();
        for (String workload : workloads) {
            results.add(workload, "Skald", "commands/s", new Samples(List.of(3.0, 1.0, 2.0)));
        }
        results.target("Skald / c", 1.0, true, Samples.of(ratio));
        results.plot(new Results.Plot(
                "plot", "A <plot>", "", "y", false, List.of(new Results.Line("l", List.of(0.0), List.of(5.0)))));
        return Report.of(Map.of("at", at), results);
    }

    @Test
    void itIsReadAsItWasWritten(@TempDir Path directory) throws IOException {
        Report report = report("noon", 0.9, "flood");
        report.write(directory, report("morning", 0.8, "flood"));

        assertThat(Report.read(directory.resolve("report.json"))).isEqualTo(report);
        assertThat(Files.readString(directory.resolve("report.md")))
                .contains("| Skald / c | 0.90 | ≥ 1.00 | not met | 0.80 |")
                .contains("| flood | Skald | 2.00 (1.00–3.00) | commands/s |")
                .contains("![A <plot>](plot.svg)");
        assertThat(Files.readString(directory.resolve("plot.svg"))).contains("A &lt;plot>");
    }

    @Test
    void whatIsMeasuredAgainTakesThePlaceOfWhatWas() {
        Report both = report("noon", 0.9, "flood", "trickle").replacedBy(report("evening", 1.1, "trickle"));

        assertThat(both.figures()).extracting(Results.Figure::workload).containsExactly("flood", "trickle");
        assertThat(both.targets()).hasSize(1).allMatch(Results.Target::met);
        assertThat(both.machine()).containsEntry("measured again at evening", "trickle");
    }
}
