/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.examples.loandesk.LoanApplication.Command;
import dev.skald.examples.loandesk.LoanApplication.Event;
import dev.skald.examples.loandesk.LoanApplication.State;
import dev.skald.examples.loandesk.Treasury.Fund;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.serdes.registry.SchemaRegistries;
import dev.skald.serdes.registry.SchemaRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The program: starts Kafka if there is none, runs the application, replays the log, and checks what is stored. */
@CommandLine.Command(
        name = "loan-desk",
        mixinStandardHelpOptions = true,
        version = "Skald loan desk 0.1.0",
        sortOptions = false,
        description = {
            "Replays a bank's process log into event-sourced loan applications, one command for each record, and checks"
                    + " what is stored in the end against the input. Approved loans are paid out by try, confirm and"
                    + " cancel: the treasury pays, the ledger books and the notary registers, or none of them does.",
            "",
            "Without options: an embedded Kafka, and the first 500 applications of the BPI Challenge 2012 (B.F. van"
                    + " Dongen, 4TU.ResearchData, doi 10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f)."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all records were answered, and what is stored is what the input leads to",
            "1:something differs; it says what",
            "2:the options are wrong, or the input cannot be read",
            "130:stopped with Ctrl-C; with --data, the same command goes on from there"
        })
public final class LoanDesk implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "JSON lines, plain or gzip; - for standard input. One object a line: application, activity,"
                    + " lifecycle, at, resource, and amount on submission.")
    private @Nullable String input;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "A Kafka to use. By default one is started, and ends with the program.")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep everything there. A second run on it goes on, and changes nothing that was done.")
    private @Nullable Path data;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Commands sent before their answers are in (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Partitions of the topics (default: ${DEFAULT-VALUE}). Cannot change on the same data.")
    private int partitions;

    @Option(
            names = "--avro",
            description = "Avro for commands, events and states, with its schemas in a topic of the same Kafka, instead"
                    + " of JSON. Cannot change on the same data.")
    private boolean avro;

    @Option(
            names = "--budget",
            paramLabel = "EUR",
            defaultValue = "1500000",
            description =
                    "What the treasury has to pay approved loans out of (default: ${DEFAULT-VALUE}). Set once on the"
                            + " same data.")
    private long budget;

    private final PrintStream out;
    private final PrintStream complaints;
    private final boolean terminal;
    private volatile boolean stopping;

    LoanDesk(PrintStream out, PrintStream complaints, boolean terminal) {
        this.out = out;
        this.complaints = complaints;
        this.terminal = terminal;
    }

    /** Runs the program. */
    public static void main(String[] arguments) {
        LoanDesk desk = new LoanDesk(System.out, System.err, Boolean.getBoolean("skald.terminal"));
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> desk.stop(main), "stop"));
        int exitCode = desk.execute(arguments);
        if (!desk.stopping) {
            desk.stopping = true;
            System.exit(exitCode);
        }
    }

    /** Runs the program with these arguments; returns its exit code. */
    int execute(String... arguments) {
        return new CommandLine(this)
                .setOut(new PrintWriter(out, true, UTF_8))
                .setErr(new PrintWriter(complaints, true, UTF_8))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    complaints.println("loan-desk: " + e.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments);
    }

    /** Ctrl-C: what was sent is answered, everything is closed, and only then the process ends. */
    private void stop(Thread main) {
        if (!stopping) {
            stopping = true;
            try {
                main.join(STOP_TIMEOUT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        try (LogSource source = source();
                Directory directory = Directory.of(data);
                Broker broker = Broker.of(bootstrapServers, directory)) {
            out.println(broker.description());
            return run(source, directory, broker.bootstrapServers());
        }
    }

    private int run(LogSource source, Directory directory, String servers) throws IOException {
        if (!avro) {
            return run(source, directory, servers, LoanApplication.TYPE);
        }
        Map<String, Object> schemas =
                Map.of("schema.registry.url", "kafka://loan-desk-schemas", "bootstrap.servers", servers);
        try (SchemaRegistry registry = SchemaRegistries.from(schemas)) {
            return run(source, directory, servers, LoanApplication.inAvro(registry));
        }
    }

    private LogSource source() throws IOException {
        if (input == null) {
            out.println("input: the first 500 applications of the BPI Challenge 2012");
            return LogSource.sample();
        }
        if (input.equals("-")) {
            return LogSource.stream(System.in);
        }
        Path file = Path.of(input);
        if (!Files.isReadable(file)) {
            throw new IOException("there is no file to read at " + input);
        }
        return LogSource.file(file);
    }

    private int run(LogSource source, Directory directory, String servers, AggregateType<State, Command, Event> type)
            throws IOException {
        Payout payout = new Payout(partitions);
        SkaldApplication application = payout.addTo(
                        SkaldApplication.named("loan-desk").aggregate(type))
                .partitions(partitions)
                .build();
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", servers);
        config.put("state.dir", directory.path().resolve("state").toString());
        // There is one instance, so there is nobody to stand by.
        config.put("num.standby.replicas", 0);
        try (RunningApplication running = application.start(config);
                SkaldClient client = SkaldClient.of(application.id())
                        .bootstrapServers(servers)
                        .timeout(PATIENCE)
                        .maxInFlight(inFlight)
                        .connect()) {
            running.awaitRunning(PATIENCE);
            String journal = application.journalTopic(type);
            boolean continued = !StoredApplications.isEmpty(servers, journal);
            out.println(continued ? "going on where an earlier run has left off" : "replaying");
            // Refused where an earlier run has set it.
            client.sendAndWait(Treasury.TYPE, Payout.TREASURY, new Fund(budget));
            Replay replay = new Replay(client, type, new Payouts(client.tcc(), payout), () -> stopping, complaints);
            long started = System.nanoTime();
            try (Progress progress = Progress.start(out, terminal, replay.outcomes()::answered, source::fractionRead)) {
                replay.run(source);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            Report report = new Report(
                    replay.expectation(),
                    replay.outcomes(),
                    StoredApplications.read(servers, journal, type.eventSerde().deserializer()),
                    replay.payouts(),
                    StoredPayouts.read(servers, application),
                    replay.malformed(),
                    took,
                    continued);
            return finish(report, application);
        }
    }

    private int finish(Report report, SkaldApplication application) {
        report.print(out, application.topics());
        List<String> differences = report.differences();
        differences.forEach(difference -> complaints.println("DIFFERENT: " + difference));
        if (differences.isEmpty()) {
            out.println("checked: every record was answered, and every application's history is the log's");
            out.println("checked: treasury, ledger and notary agree on every payout, and nothing is held");
        }
        if (stopping) {
            out.println("stopped before the end of the input");
        }
        return differences.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
