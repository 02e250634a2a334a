/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: runs all workloads and writes the report. */
@Command(
        name = "engine/benchmarks/run",
        mixinStandardHelpOptions = true,
        version = "Skald benchmarks 0.1.0",
        sortOptions = false,
        description = {
            "Measures Skald against what is written by hand with Kafka Streams for the same work, on one embedded"
                    + " broker, in turns, and writes a report.",
            "",
            "engine/benchmarks/run pacing [--quick] measures the pacing of commits alone.",
            "engine/benchmarks/run serdes [--quick] measures the serdes against Avro's generated classes and Jackson."
        })
public final class Benchmarks implements Callable<Integer> {

    @Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Option(names = "--quick", description = "A short run that shows that everything works; its figures mean little.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Only these workloads, or those whose names begin so. --list names them.")
    private List<String> only = List.of();

    @Option(names = "--list", description = "Names the workloads and ends.")
    private boolean list;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            defaultValue = "engine/benchmarks/target/report",
            description = "Where the report goes (default: ${DEFAULT-VALUE}).")
    private Path output = Path.of("report");

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description = "The report.json of an earlier run to compare with.")
    private @Nullable Path compare;

    @Option(
            names = "--merge",
            description = "Keep what the report in DIR says of workloads that are not measured again.")
    private boolean merge;

    @Option(
            names = "--subject-options",
            split = " ",
            paramLabel = "OPTION",
            description =
                    "Options for the virtual machines of the subjects, such as a recording; SUBJECT in them becomes"
                            + " the subject's name.")
    private List<String> subjectOptions = List.of();

    @Option(
            names = "--broker",
            paramLabel = "NAME=VALUE",
            description = "A property of the broker, to see what it changes. May be repeated.")
    private Map<String, String> broker = Map.of();

    @Option(
            names = "--config",
            paramLabel = "NAME=VALUE",
            description = "A setting of the application. With one, floods, latency and restart measure Skald twice,"
                    + " with it and without. May be repeated.")
    private Map<String, String> config = Map.of();

    private Benchmarks() {}

    /** Runs the program. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs the program; returns its exit code. */
    static int run(String... arguments) {
        return run(new PrintWriter(System.err, true, Charset.defaultCharset()), arguments);
    }

    /** Runs the program and tells errors to this writer; returns its exit code. */
    static int run(PrintWriter errors, String... arguments) {
        return new CommandLine(new Benchmarks()).setErr(errors).execute(arguments);
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            Workloads.all().forEach(workload -> System.out.println(workload.name()));
            return 0;
        }
        List<Workload> chosen = chosen();
        Report earlier = compare == null ? null : Report.read(compare);
        Report before = merge ? Report.read(output.resolve("report.json")) : null;
        Map<String, String> machine = Report.machine(quick);
        Results results = new Results();
        Scale scale = quick ? Scale.QUICK : Scale.FULL;
        // In a short run, which only shows that all works, one broker does for all.
        try (Laboratory shared = quick ? laboratory() : null) {
            for (Workload workload : chosen) {
                System.out.println("== " + workload.name());
                if (shared == null) {
                    // A broker for each, so that what one leaves behind is not in the next one's figures.
                    try (Laboratory own = laboratory()) {
                        workload.run(own, scale, results);
                    }
                } else {
                    workload.run(shared, scale, results);
                }
                // After each, so that a long run that is interrupted was not for nothing.
                Report measured = Report.of(machine, results);
                (before == null ? measured : before.replacedBy(measured)).write(output, earlier);
            }
        }
        System.out.println("report: " + output.resolve("report.md"));
        return 0;
    }

    private Laboratory laboratory() {
        return new Laboratory(subjectOptions, broker, config);
    }

    private List<Workload> chosen() {
        List<Workload> chosen = Workloads.all().stream()
                .filter(workload -> only.isEmpty() || only.stream().anyMatch(workload.name()::startsWith))
                .collect(Collectors.toList());
        if (chosen.isEmpty() && spec != null) {
            throw new ParameterException(spec.commandLine(), "no workload is named so; --list names them");
        }
        return chosen;
    }
}
