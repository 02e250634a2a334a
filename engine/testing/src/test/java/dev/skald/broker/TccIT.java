/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static dev.skald.broker.Trips.ROOMS;
import static dev.skald.broker.Trips.SEATS;
import static dev.skald.broker.Trips.restock;
import static dev.skald.broker.Trips.stock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Phase;
import dev.skald.tcc.TccEvent;
import dev.skald.tcc.TccFailedException;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import dev.skald.testing.stock.Stock.State;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Agreements between aggregates, against a real broker. */
@ExtendWith(EmbeddedKafkaExtension.class)
class TccIT {

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    @Tag("T1")
    @Tag("T2")
    @Tag("T10")
    @Tag("T26")
    void allSidesConfirmWhenAllTriesSucceed(EmbeddedKafka kafka) {
        try (Trips trips = new Trips(kafka);
                RunningApplication running = trips.start();
                SkaldClient client = trips.connect()) {
            restock(client, SEATS, "LH1", 2);
            restock(client, ROOMS, "Ritz", 2);

            Outcome outcome = client.tcc().orchestrate(trips.request("t-1", "LH1", "Ritz"));

            assertThat(outcome.result()).isEqualTo(Outcome.Result.CONFIRMED);
            assertThat(outcome.participants().keySet()).containsExactly("seat", "room");
            assertThat(outcome.participants().get("seat").confirmSucceeded()).isTrue();
            assertThat(stock(client, SEATS, "LH1")).isEqualTo(new State(1, 1, ""));
            assertThat(stock(client, ROOMS, "Ritz")).isEqualTo(new State(1, 1, ""));
            assertThat(get(client.tcc().status("t-1"))).isEqualTo(outcome);
            assertThat(get(client.tcc().log("t-1")))
                    .extracting(recorded -> recorded.event().getClass().getSimpleName())
                    .containsExactly(
                            "Started",
                            "Asked",
                            "Answered",
                            "Answered",
                            "Decided",
                            "Asked",
                            "Answered",
                            "Answered",
                            "Ended");
        }
    }

    @Test
    @Tag("T2")
    @Tag("T9")
    void allSidesCancelWhenATryFails(EmbeddedKafka kafka) {
        try (Trips trips = new Trips(kafka);
                RunningApplication running = trips.start();
                SkaldClient client = trips.connect()) {
            restock(client, SEATS, "LH1", 5);

            assertThatThrownBy(() -> client.tcc().orchestrate(trips.request("t-1", "LH1", "full")))
                    .isInstanceOfSatisfying(TccFailedException.class, failed -> {
                        assertThat(failed.phase()).isEqualTo(Phase.TRY);
                        assertThat(failed.failed()).containsExactly("room");
                        assertThat(failed.causes(Phase.TRY))
                                .containsEntry(
                                        "room",
                                        Answer.failed("sold-out", "expected at least 1 pieces, but there are 0"));
                    })
                    .hasMessage(
                            "try of TCC t-1 failed: room (failed sold-out: expected at least 1 pieces, but there are"
                                    + " 0)");
            assertThat(stock(client, SEATS, "LH1")).isEqualTo(new State(5, 0, ""));
            Outcome outcome = get(client.tcc().status("t-1"));
            assertThat(outcome.result()).isEqualTo(Outcome.Result.TRY_FAILED);
            assertThat(outcome.participants().values()).allMatch(Outcome.Participant::cancelSucceeded);
        }
    }

    @Test
    @Tag("T23")
    void aTryThatThrowsHasFailedAndIsCancelled(EmbeddedKafka kafka) {
        try (Trips trips = new Trips(kafka);
                RunningApplication running = trips.start();
                SkaldClient client = trips.connect()) {
            restock(client, SEATS, "LH1", 5);

            Outcome outcome = get(client.tcc().start(trips.request("t-1", "LH1", "Ritz", 1001)));

            assertThat(outcome.result()).isEqualTo(Outcome.Result.TRY_FAILED);
            assertThat(outcome.participants().get("seat").failure(Phase.TRY))
                    .isEqualTo(Answer.failed(IllegalArgumentException.class.getName(), "that many: 1001"));
            assertThat(stock(client, SEATS, "LH1")).isEqualTo(new State(5, 0, ""));
        }
    }

    @Test
    @Tag("T11")
    @Tag("T12")
    void theSameIdRunsOnceAndAnswersAllCallers(EmbeddedKafka kafka) {
        try (Trips trips = new Trips(kafka);
                RunningApplication running = trips.start();
                SkaldClient one = trips.connect();
                SkaldClient other = trips.connect()) {
            restock(one, SEATS, "LH1", 100);
            restock(one, ROOMS, "Ritz", 100);

            List<CompletableFuture<Outcome>> outcomes = List.of(
                    one.tcc().start(trips.request("t-1", "LH1", "Ritz")).toCompletableFuture(),
                    other.tcc().start(trips.request("t-1", "LH1", "Ritz")).toCompletableFuture(),
                    one.tcc().start(trips.request("t-1", "LH1", "Ritz")).toCompletableFuture());

            assertThat(outcomes.get(0).join().isConfirmed()).isTrue();
            assertThat(outcomes)
                    .allSatisfy(each ->
                            assertThat(each.join()).isEqualTo(outcomes.get(0).join()));
            // Somebody who comes back later.
            assertThat(get(other.tcc().outcome("t-1")))
                    .isEqualTo(outcomes.get(0).join());
            assertThat(get(other.tcc().start(trips.request("t-1", "LH1", "Ritz"))))
                    .isEqualTo(outcomes.get(0).join());
            assertThat(stock(one, SEATS, "LH1")).isEqualTo(new State(99, 1, ""));
            assertThat(get(one.tcc().start(trips.request("t-2", "LH1", "Ritz"))).isConfirmed())
                    .isTrue();
            assertThat(stock(one, SEATS, "LH1")).isEqualTo(new State(98, 2, ""));
        }
    }

    @Test
    @Tag("T13")
    void theLogDecidesBeforeItAsksForTheSecondPhase(EmbeddedKafka kafka) {
        try (Trips trips = new Trips(kafka);
                RunningApplication running = trips.start();
                SkaldClient client = trips.connect()) {
            restock(client, SEATS, "LH1", 1000);
            restock(client, ROOMS, "Ritz", 500);
            List<CompletableFuture<Outcome>> outcomes = new java.util.ArrayList<>();
            for (int i = 0; i < 600; i++) {
                outcomes.add(client.tcc()
                        .start(trips.request("t-" + i, "LH1", "Ritz"))
                        .toCompletableFuture());
            }

            assertThat(outcomes.stream().filter(each -> each.join().isConfirmed()))
                    .hasSize(500);
            assertThat(stock(client, SEATS, "LH1")).isEqualTo(new State(500, 500, ""));
            assertThat(stock(client, ROOMS, "Ritz")).isEqualTo(new State(0, 500, ""));
            for (int i = 0; i < 600; i += 37) {
                List<TccEvent> log = get(client.tcc().log("t-" + i)).stream()
                        .map(dev.skald.RecordedEvent::event)
                        .toList();
                int decided = indexOf(log, TccEvent.Decided.class);
                assertThat(log.subList(decided, log.size()))
                        .filteredOn(TccEvent.Asked.class::isInstance)
                        .hasSize(1);
                assertThat(log.subList(0, decided))
                        .filteredOn(TccEvent.Asked.class::isInstance)
                        .allSatisfy(asked ->
                                assertThat(((TccEvent.Asked) asked).phase()).isEqualTo(Phase.TRY));
            }
        }
    }

    private static int indexOf(List<TccEvent> log, Class<? extends TccEvent> type) {
        for (int i = 0; i < log.size(); i++) {
            if (type.isInstance(log.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no " + type + " in " + log);
    }
}
