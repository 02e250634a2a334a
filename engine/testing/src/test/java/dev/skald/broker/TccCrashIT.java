/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.RecordedEvent;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.kafka.TccRequest;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Outcome.Result;
import dev.skald.tcc.Phase;
import dev.skald.tcc.TccEvent;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agreements of three sides go on after a crash at any step, and come to the same decision.
 *
 * <p>For each step there is an agreement that has come exactly so far when the crash comes, because its participants,
 * which are in the test's hands, have not answered the next request.
 */
@ExtendWith(EmbeddedKafkaExtension.class)
class TccCrashIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** One answer on the way of an agreement. */
    private record Step(String side, Phase phase, Answer answer) {}

    /** A way that an agreement goes, answer by answer, and where it ends. */
    private record Way(String name, List<Step> steps, Result end) {}

    private static final Answer NO = Answer.failed("no", "not this time");

    private static final List<Way> WAYS = List.of(
            way("confirmed", Answer.done(), Phase.CONFIRM, Result.CONFIRMED),
            way("cancelled", NO, Phase.CANCEL, Result.TRY_FAILED));

    private static Way way(String name, Answer lastTry, Phase phaseTwo, Result end) {
        List<Step> steps = new ArrayList<>();
        for (String side : TripsProcess.SIDES) {
            steps.add(new Step(side, Phase.TRY, side.equals("cars") ? lastTry : Answer.done()));
        }
        for (String side : TripsProcess.SIDES) {
            steps.add(new Step(side, phaseTwo, Answer.done()));
        }
        return new Way(name, steps, end);
    }

    /** What crashes, and comes back. */
    private interface Crash {
        void happen();
    }

    @Test
    @Tag("T13")
    @Tag("T14")
    void afterAKillOfTheCoordinatorAtAnyStepAllEndsAsItWouldHave(EmbeddedKafka kafka, @TempDir Path directory) {
        String name = "crash-" + UUID.randomUUID().toString().substring(0, 8);
        TripsProcess.application(name, "coordinator").prepareTopics(config(kafka, directory));
        ForkedJvm[] coordinator = {TripsProcess.start(kafka, directory, name, "coordinator")};
        try {
            endsAsItWouldHave(kafka, name, TripsProcess.SIDES, () -> {
                coordinator[0].kill();
                coordinator[0] = TripsProcess.start(kafka, directory, name, "coordinator");
            });
        } finally {
            coordinator[0].kill();
        }
    }

    @Test
    @Tag("T15")
    void afterAKillOfTheBrokerAtAnyStepAllEndsAsItWouldHave(@TempDir Path directory) {
        String name = "crash-" + UUID.randomUUID().toString().substring(0, 8);
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                RunningApplication running =
                        TripsProcess.application(name, "coordinator").start(config(kafka, directory))) {
            running.awaitRunning(Duration.ofMinutes(1));
            endsAsItWouldHave(kafka, name, TripsProcess.SIDES, () -> {
                kafka.kill();
                kafka.restart();
            });
        }
    }

    @Test
    @Tag("T15")
    @Tag("T18")
    void afterAKillOfAParticipantAtAnyStepAllEndsAsItWouldHaveAndItsRulesTookEffectOnce(
            EmbeddedKafka kafka, @TempDir Path directory) {
        String name = "crash-" + UUID.randomUUID().toString().substring(0, 8);
        String side = "seats";
        AggregateType<State, Command, Event> stock = TripsProcess.stock(side);
        TripsProcess.application(name, side).prepareTopics(config(kafka, directory));
        ForkedJvm[] participant = {TripsProcess.start(kafka, directory, name, side)};
        try (RunningApplication running =
                        TripsProcess.application(name, "coordinator").start(config(kafka, directory));
                SkaldClient desk = client(kafka, name + "-" + side)) {
            running.awaitRunning(Duration.ofMinutes(1));
            desk.sendAndWait(stock, "all", new Stock.Restock(1000)).orElseThrow();

            endsAsItWouldHave(kafka, name, List.of("rooms", "cars"), () -> {
                participant[0].kill();
                participant[0] = TripsProcess.start(kafka, directory, name, side);
            });

            int each = steps(WAYS.get(0), List.of("rooms", "cars")).size() + 1;
            assertThat(desk.state(stock, "all").toCompletableFuture().join().state())
                    .isEqualTo(new State(1000 - each, each, ""));
            assertThat(desk.history(stock, "all").toCompletableFuture().join())
                    .extracting(RecordedEvent::event)
                    .doesNotHaveDuplicates()
                    .hasSize(1 + 2 * 2 * each);
        } finally {
            participant[0].kill();
        }
    }

    /**
     * Many agreements at a time, while processes and the broker are killed at random. {@code -Dcrash.seed=…} repeats a
     * run's choices, {@code -Dcrash.kills=…} makes it longer.
     */
    @Test
    @Tag("T14")
    @Tag("T15")
    void manyAgreementsSurviveKillsOfAnything(@TempDir Path directory) throws InterruptedException {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        int kills = Integer.getInteger("crash.kills", 5);
        System.out.println("crash.seed=" + seed);
        String name = "crash-" + UUID.randomUUID().toString().substring(0, 8);
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Crowd crowd = new Crowd(kafka, directory, name, new Random(seed))) {
            List<CompletableFuture<Outcome>> outcomes = crowd.bookWhileKilling(kills);

            long confirmed =
                    outcomes.stream().filter(each -> each.join().isConfirmed()).count();
            assertThat(outcomes)
                    .as("seed %d", seed)
                    .allSatisfy(each -> assertThat(each.join().result()).isIn(Result.CONFIRMED, Result.TRY_FAILED));
            assertThat(confirmed).as("seed %d", seed).isPositive();
            for (String side : TripsProcess.SIDES) {
                crowd.check(side, confirmed, seed);
            }
        }
    }

    private static SkaldClient client(EmbeddedKafka kafka, String application) {
        return SkaldClient.of(application)
                .bootstrapServers(kafka.bootstrapServers())
                .timeout(PATIENCE)
                .connect();
    }

    private static List<Step> steps(Way way, List<String> sides) {
        return way.steps().stream().filter(step -> sides.contains(step.side())).toList();
    }

    private static Map<String, Object> config(EmbeddedKafka kafka, Path directory) {
        return Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "state.dir",
                directory.resolve("here").toString(),
                "num.standby.replicas",
                0);
    }

    /** Runs agreements up to every step, crashes, runs them to their ends; the test answers for these sides. */
    private static void endsAsItWouldHave(EmbeddedKafka kafka, String name, List<String> sides, Crash crash) {
        List<String> topics = sides.stream()
                .map(side -> TripsProcess.participant(name, side).requestTopic())
                .toList();
        Map<String, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();
        try (SkaldClient client = client(kafka, name);
                Desk desk = new Desk(kafka, topics)) {
            forEach(
                    sides,
                    (way, id, done) -> outcomes.put(
                            id, client.tcc().start(request(name, id)).toCompletableFuture()));
            forEach(
                    sides,
                    (way, id, done) -> go(client, desk, id, steps(way, sides).subList(0, done)));
            crash.happen();
            forEach(sides, (way, id, done) -> {
                List<Step> steps = steps(way, sides);
                go(client, desk, id, steps.subList(done, steps.size()));
            });
            forEach(sides, (way, id, done) -> {
                assertThat(value(outcomes, id).join().result()).as(id).isEqualTo(way.end());
                check(client, desk, way, id);
            });
        }
    }

    private interface Each {
        void agreement(Way way, String id, int done);
    }

    /** An agreement for each way and each number of answers on it. */
    private static void forEach(List<String> sides, Each each) {
        for (Way way : WAYS) {
            for (int done = 0; done <= steps(way, sides).size(); done++) {
                each.agreement(way, way.name() + "-" + done, done);
            }
        }
    }

    private static TccRequest request(String name, String id) {
        TripsProcess.Trip trip = TripsProcess.trip(name);
        TccRequest request = trip.type().request(id);
        trip.sides().forEach((side, participant) -> request.ask(side, participant, "all", new Pieces(1)));
        return request;
    }

    private static void go(SkaldClient client, Desk desk, String id, List<Step> steps) {
        for (Step step : steps) {
            ParticipantRequest request = desk.await(id, step.side(), step.phase());
            if (step.phase() != Phase.TRY) {
                assertThat(log(client, id))
                        .as("decided before it asks, %s", id)
                        .anyMatch(TccEvent.Decided.class::isInstance);
            }
            desk.answer(request, step.answer());
            // So far it has come exactly, when this is in its log.
            awaitAnswered(client, id, step);
        }
    }

    private static void awaitAnswered(SkaldClient client, String id, Step step) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (log(client, id).stream()
                .noneMatch(event -> event instanceof TccEvent.Answered answered
                        && answered.leg().equals(step.side())
                        && answered.phase() == step.phase())) {
            assertThat(System.nanoTime()).as("%s of %s", step, id).isLessThan(deadline);
        }
    }

    /** Once decided, each side asked for one thing only, and nothing twice in the log. */
    private static void check(SkaldClient client, Desk desk, Way way, String id) {
        List<TccEvent> log = log(client, id);
        assertThat(log).as(id).filteredOn(TccEvent.Decided.class::isInstance).hasSize(1);
        assertThat(log).as(id).filteredOn(TccEvent.Ended.class::isInstance).hasSize(1);
        assertThat(log)
                .as(id)
                .filteredOn(TccEvent.Answered.class::isInstance)
                .hasSize(way.steps().size());
        Phase never = way.end() == Result.CONFIRMED ? Phase.CANCEL : Phase.CONFIRM;
        assertThat(desk.requests(id)).as(id).noneMatch(request -> request.phase() == never);
    }

    private static List<TccEvent> log(SkaldClient client, String id) {
        return client.tcc().log(id).toCompletableFuture().join().stream()
                .map(RecordedEvent::event)
                .toList();
    }

    private static <K, V> V value(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new AssertionError("nothing for " + key);
        }
        return value;
    }
}
