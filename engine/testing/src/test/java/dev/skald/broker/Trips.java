/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import dev.skald.kafka.AggregateType;
import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.kafka.TccRequest;
import dev.skald.kafka.TccType;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.account.TextSerde;
import dev.skald.testing.stock.Stock;
import dev.skald.testing.stock.Stock.Command;
import dev.skald.testing.stock.Stock.Event;
import dev.skald.testing.stock.Stock.Pieces;
import dev.skald.testing.stock.Stock.Restock;
import dev.skald.testing.stock.Stock.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Trips are agreements of two stocks, seats and rooms; all of it in one application, under names of its own. */
final class Trips implements AutoCloseable {

    static final int PARTITIONS = 4;
    static final AggregateType<State, Command, Event> SEATS = Stock.type("seats");
    static final AggregateType<State, Command, Event> ROOMS = Stock.type("rooms");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedKafka kafka;
    private final String name = "trips-" + UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, Object> config = new HashMap<>();
    private final Path directory;
    final ParticipantType<Pieces> seats = participant("seats");
    final ParticipantType<Pieces> rooms = participant("rooms");
    final TccType trip;

    Trips(EmbeddedKafka kafka) {
        this(kafka, type -> type);
    }

    Trips(EmbeddedKafka kafka, UnaryOperator<TccType.Builder> settings) {
        this.kafka = kafka;
        this.trip = settings.apply(TccType.named("trip").participant(seats).participant(rooms))
                .build();
        try {
            this.directory = Files.createTempDirectory("skald-trips-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("state.dir", directory.toString());
        config.put("num.standby.replicas", 0);
    }

    private ParticipantType<Pieces> participant(String stock) {
        // Request topics do not belong to an application: their names have to be as new as its own.
        return ParticipantType.named(name + "-" + stock, TextSerde.of(Pieces.class))
                .withPartitions(PARTITIONS);
    }

    SkaldApplication application() {
        return SkaldApplication.named(name)
                .partitions(PARTITIONS)
                .aggregate(SEATS)
                .aggregate(ROOMS)
                .participant(seats, SEATS, Stock.PARTICIPANT)
                .participant(rooms, ROOMS, Stock.PARTICIPANT)
                .tcc(trip)
                .build();
    }

    RunningApplication start() {
        return application().start(config).awaitRunning(PATIENCE);
    }

    SkaldClient connect() {
        return SkaldClient.of(name).bootstrapServers(kafka.bootstrapServers()).connect();
    }

    /** One seat of a flight and one room of a hotel. */
    TccRequest request(String id, String flight, String hotel) {
        return request(id, flight, hotel, 1);
    }

    TccRequest request(String id, String flight, String hotel, long pieces) {
        return trip.request(id)
                .ask("seat", seats, flight, new Pieces(pieces))
                .ask("room", rooms, hotel, new Pieces(pieces));
    }

    static void restock(SkaldClient client, AggregateType<State, Command, Event> type, String id, long pieces) {
        client.sendAndWait(type, id, new Restock(pieces)).orElseThrow();
    }

    static State stock(SkaldClient client, AggregateType<State, Command, Event> type, String id) {
        return client.state(type, id).toCompletableFuture().join().state();
    }

    @Override
    public void close() {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
