/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.Reply;
import dev.skald.examples.tripbooking.Flight.Schedule;
import dev.skald.examples.tripbooking.Garage.Equip;
import dev.skald.examples.tripbooking.Hotel.Open;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.testing.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: starts Kafka and the application's processes, books trips, kills, and checks what is stored. */
@Command(
        name = "trip-booking",
        mixinStandardHelpOptions = true,
        version = "Skald trip booking 0.1.0",
        sortOptions = false,
        description = {
            "Books trips of a flight, a hotel and a car, thousands of them at the same time, by try, confirm and cancel"
                    + " over Kafka. There are fewer seats, rooms and cars than are wanted, and while all this goes on,"
                    + " processes of the application are killed with kill -9 and started again.",
            "",
            "In the end it is checked that nothing was oversold, that nothing is held, and that every trip is whole or"
                    + " nothing."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every trip has an outcome, and all checks hold",
            "1:something is different; it says what",
            "2:the options are wrong",
            "130:stopped with Ctrl-C; with --data, the same command goes on from there"
        })
public final class TripBooking implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(45);

    @Option(
            names = "--bookings",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Trips to ask for (default: ${DEFAULT-VALUE}).")
    private int number;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Leads to the same trips, stocks and kills again. By default another one each time; it is"
                    + " printed.")
    private @Nullable Long seed;

    @Option(
            names = "--processes",
            paramLabel = "N",
            defaultValue = "2",
            description = "Processes of the application (default: ${DEFAULT-VALUE}).")
    private int processes;

    @Option(
            names = "--kills",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many of them are killed on the way (default: ${DEFAULT-VALUE}).")
    private int kills;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "300",
            description = "Trips asked for before their outcomes are in (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep everything there. A second run on it, with the same trips, goes on, and changes nothing"
                    + " that was done.")
    private @Nullable Path data;

    private final PrintStream out;
    private final PrintStream complaints;
    private final boolean terminal;
    private volatile boolean stopping;

    TripBooking(PrintStream out, PrintStream complaints, boolean terminal) {
        this.out = out;
        this.complaints = complaints;
        this.terminal = terminal;
    }

    /** Runs the program. */
    public static void main(String[] arguments) {
        TripBooking booking = new TripBooking(System.out, System.err, Boolean.getBoolean("skald.terminal"));
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> booking.stop(main), "stop"));
        int exitCode = booking.execute(arguments);
        if (!booking.stopping) {
            booking.stopping = true;
            System.exit(exitCode);
        }
    }

    /** Runs the program with these arguments; returns its exit code. */
    int execute(String... arguments) {
        return new CommandLine(this)
                .setOut(new PrintWriter(out, true, UTF_8))
                .setErr(new PrintWriter(complaints, true, UTF_8))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    complaints.println("trip-booking: " + e.getMessage());
                    return CommandLine.ExitCode.USAGE;
                })
                .execute(arguments);
    }

    /** Ctrl-C: what was asked for has its outcome, everything is closed, and only then the process ends. */
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
        require(number >= 1, "expected 1 or more bookings, but they are " + number);
        require(processes >= 1, "expected 1 or more processes, but they are " + processes);
        require(kills >= 0, "expected 0 or more kills, but they are " + kills);
        require(inFlight >= 1, "expected 1 or more trips in flight, but they are " + inFlight);
        try (Directory directory = Directory.of(data)) {
            Season season = season(directory);
            out.printf("seed %d: %d trips%n", season.seed(), season.trips().size());
            try (EmbeddedKafka kafka = EmbeddedKafka.builder()
                    .directory(directory.path().resolve("kafka"))
                    .start()) {
                return run(season, directory.path(), kafka);
            }
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The season that was asked for; on data of an earlier run, the season of that run. */
    private Season season(Directory directory) throws IOException {
        long chosen = seed == null ? System.nanoTime() : seed;
        String earlier = directory.remember("%d %d".formatted(chosen, number));
        if (earlier == null) {
            return Season.of(chosen, number);
        }
        String[] parts = earlier.split(" ", 2);
        require(
                (seed == null || parts[0].equals(Long.toString(seed))) && parts[1].equals(Integer.toString(number)),
                "expected --seed %s --bookings %s, as %s holds, but they are others"
                        .formatted(parts[0], parts[1], directory.path()));
        return Season.of(Long.parseLong(parts[0]), number);
    }

    private int run(Season season, Path directory, EmbeddedKafka kafka) {
        String servers = kafka.bootstrapServers();
        SkaldApplication application = Agency.application();
        application.prepareTopics(Map.of("bootstrap.servers", servers));
        try (Offices offices = new Offices(processes, directory, servers);
                SkaldClient client = SkaldClient.of(Agency.ID)
                        .bootstrapServers(servers)
                        .timeout(PATIENCE)
                        .maxInFlight(inFlight)
                        .connect()) {
            out.printf("embedded Kafka at %s, and %d processes of the application%n", servers, processes);
            stockUp(client, season);
            out.printf(
                    "%d flights, %d hotels, %d garages; asking for trips%n",
                    season.flights().size(),
                    season.hotels().size(),
                    season.garages().size());
            Report report = book(client, season, offices, servers, application);
            report.print(out);
            boolean holds = report.check(out, complaints);
            List<String> ended = offices.ended();
            ended.forEach(complaints::println);
            if (stopping) {
                out.println("stopped before all trips were asked for");
            }
            return holds && ended.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** Waits for the application with it: whoever answers, runs. */
    private static void stockUp(SkaldClient client, Season season) {
        List<CompletionStage<Reply>> replies = new ArrayList<>();
        season.flights().forEach((id, seats) -> replies.add(client.send(Flight.TYPE, id, new Schedule(seats))));
        season.hotels().forEach((id, rooms) -> replies.add(client.send(Hotel.TYPE, id, new Open(rooms))));
        season.garages().forEach((id, cars) -> replies.add(client.send(Garage.TYPE, id, new Equip(cars))));
        // A rejection means that an earlier run has done it.
        replies.forEach(reply -> reply.toCompletableFuture().join());
    }

    private Report book(
            SkaldClient client, Season season, Offices offices, String servers, SkaldApplication application) {
        Bookings bookings = new Bookings(client.tcc(), () -> stopping);
        int all = season.trips().size();
        long started = System.nanoTime();
        int killed;
        try (Phases phases = Phases.watch(servers, Agency.logTopic());
                LiveView view = LiveView.start(out, terminal, all, phases::counts);
                Accidents accidents = Accidents.start(
                        offices, kills, season.seed(), () -> (double) bookings.over() / all, view::say)) {
            bookings.ask(season.trips());
            killed = accidents.happened();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        return new Report(season, bookings, Audit.of(servers, application), killed, took);
    }
}
