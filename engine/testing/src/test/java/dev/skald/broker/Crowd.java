/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.RecordedEvent;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.SkaldClient;
import dev.skald.kafka.TccRequest;
import dev.skald.tcc.Outcome;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.ForkedJvm;
import dev.skald.testing.stock.Stock;
import dev.skald.testing.stock.Stock.Command;
import dev.skald.testing.stock.Stock.Event;
import dev.skald.testing.stock.Stock.Pieces;
import dev.skald.testing.stock.Stock.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A coordinator and three participants in four processes, with bookings that go on while they are killed. */
final class Crowd implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int BOOKINGS_PER_KILL = 60;
    private static final String COORDINATOR = "coordinator";

    private final EmbeddedKafka kafka;
    private final Path directory;
    private final String name;
    private final Random random;
    private final Map<String, ForkedJvm> processes = new LinkedHashMap<>();
    private final SkaldClient client;

    Crowd(EmbeddedKafka kafka, Path directory, String name, Random random) {
        this.kafka = kafka;
        this.directory = directory;
        this.name = name;
        this.random = random;
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
        for (String side : TripsProcess.SIDES) {
            TripsProcess.application(name, side).prepareTopics(config);
            processes.put(side, TripsProcess.start(kafka, directory, name, side));
        }
        TripsProcess.application(name, COORDINATOR).prepareTopics(config);
        processes.put(COORDINATOR, TripsProcess.start(kafka, directory, name, COORDINATOR));
        this.client = connect(name);
        // One side has less than the others, so that some bookings are refused there.
        restock("seats", 100_000);
        restock("rooms", 100_000);
        restock("cars", 150);
    }

    private SkaldClient connect(String application) {
        return SkaldClient.of(application)
                .bootstrapServers(kafka.bootstrapServers())
                .timeout(PATIENCE)
                .connect();
    }

    private void restock(String side, long pieces) {
        try (SkaldClient clerk = connect(name + "-" + side)) {
            clerk.sendAndWait(TripsProcess.stock(side), "all", new Stock.Restock(pieces))
                    .orElseThrow();
        }
    }

    List<CompletableFuture<Outcome>> bookWhileKilling(int kills) throws InterruptedException {
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            for (int i = 0; i < BOOKINGS_PER_KILL; i++) {
                outcomes.add(book("t-" + outcomes.size()));
            }
            // Wherever they are by then; this is the one place where chance is wanted.
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1500));
            kill();
        }
        outcomes.forEach(CompletableFuture::join);
        return outcomes;
    }

    private CompletableFuture<Outcome> book(String id) {
        TripsProcess.Trip trip = TripsProcess.trip(name);
        TccRequest request = trip.type().request(id);
        trip.sides().forEach((side, participant) -> request.ask(side, participant, "all", new Pieces(1)));
        return client.tcc().start(request).toCompletableFuture();
    }

    private void kill() {
        List<String> candidates = new ArrayList<>(processes.keySet());
        candidates.add("broker");
        String chosen = candidates.get(random.nextInt(candidates.size()));
        System.out.println("kill " + chosen);
        ForkedJvm process = processes.get(chosen);
        if (process == null) {
            kafka.kill();
            kafka.restart();
        } else {
            process.kill();
            processes.put(chosen, TripsProcess.start(kafka, directory, name, chosen));
        }
    }

    /** Nothing is held, as much is gone as was confirmed, and nothing happened twice. */
    void check(String side, long confirmed, long seed) {
        AggregateType<State, Command, Event> stock = TripsProcess.stock(side);
        try (SkaldClient clerk = connect(name + "-" + side)) {
            State state = clerk.state(stock, "all").toCompletableFuture().join().state();
            assertThat(state.held()).as("%s, seed %d", side, seed).isEmpty();
            assertThat(state.taken()).as("%s, seed %d", side, seed).isEqualTo(confirmed);
            assertThat(clerk.history(stock, "all").toCompletableFuture().join())
                    .as("%s, seed %d", side, seed)
                    .extracting(RecordedEvent::event)
                    .doesNotHaveDuplicates();
        }
    }

    @Override
    public void close() {
        client.close(Duration.ZERO);
        processes.values().forEach(ForkedJvm::kill);
    }
}
