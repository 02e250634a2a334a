/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.ExpectedRevision;
import dev.skald.InstanceState;
import dev.skald.OutcomeUnknownException;
import dev.skald.ReadFailedException;
import dev.skald.RecordedEvent;
import dev.skald.Reply;
import dev.skald.kafka.CommandOptions;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.kafka.UnclaimedReply;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Deposit;
import dev.skald.testing.account.Account.DepositMany;
import dev.skald.testing.account.Account.Open;
import dev.skald.testing.account.Account.State;
import dev.skald.testing.account.Account.Withdraw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients, against a real broker. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ClientIT {

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    @Tag("S2")
    @Tag("S35")
    void ofTwentyConcurrentCommandsThatExpectRevision0OneIsAcceptedAndNineteenMeetAConflict(EmbeddedKafka kafka)
            throws InterruptedException {
        try (Bank bank = new Bank(kafka);
                RunningApplication running = bank.start()) {
            List<SkaldClient> clients =
                    IntStream.range(0, 4).mapToObj(i -> bank.connect()).toList();
            ConcurrentLinkedQueue<CompletableFuture<Reply>> replies = new ConcurrentLinkedQueue<>();
            List<Thread> threads = IntStream.range(0, 20)
                    .mapToObj(i -> new Thread(() -> replies.add(clients.get(i % 4)
                            .send(
                                    Account.TYPE,
                                    "a-1",
                                    new Open("owner " + i),
                                    CommandOptions.expecting(ExpectedRevision.exactly(0)))
                            .toCompletableFuture())))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(replies.stream().map(CompletableFuture::join).collect(Collectors.toList()))
                    .hasSize(20)
                    .containsOnlyOnce(new Reply.Accepted(0, 1))
                    .filteredOn(reply -> reply.equals(new Reply.Conflict(ExpectedRevision.exactly(0), 1)))
                    .hasSize(19);
            assertThat(get(clients.get(0).history(Account.TYPE, "a-1"))).hasSize(1);
            clients.forEach(SkaldClient::close);
        }
    }

    @Test
    @Tag("S36")
    @Tag("S40")
    void manyThousandCommandsInFlightAreAnsweredEachToItsClientInOrder(EmbeddedKafka kafka) {
        int commands = 20_000;
        try (Bank bank = new Bank(kafka);
                RunningApplication running = bank.start();
                SkaldClient first = bank.client().maxInFlight(commands).connect();
                SkaldClient second = bank.client().maxInFlight(commands).connect()) {
            List<ConcurrentLinkedQueue<Long>> arrived =
                    List.of(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>());
            List<CompletableFuture<?>> all = new ArrayList<>();
            get(first.send(Account.TYPE, "a-0", new Open("Ann")));
            get(second.send(Account.TYPE, "a-1", new Open("Bob")));
            for (int i = 0; i < commands; i++) {
                int owner = i % 2;
                SkaldClient client = owner == 0 ? first : second;
                all.add(client.send(Account.TYPE, "a-" + owner, new Deposit(1))
                        .thenAccept(reply ->
                                arrived.get(owner).add(reply.orElseThrow().revisionBefore()))
                        .toCompletableFuture());
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();

            for (ConcurrentLinkedQueue<Long> revisions : arrived) {
                assertThat(List.copyOf(revisions))
                        .hasSize(commands / 2)
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
            assertThat(get(first.state(Account.TYPE, "a-1")).revision()).isEqualTo(commands / 2 + 1);
        }
    }

    @Test
    @Tag("S40")
    void aClientThatRestartsUnderItsNameReceivesTheOutcomesOfWhatItSentBefore(EmbeddedKafka kafka)
            throws InterruptedException {
        try (Bank bank = new Bank(kafka)) {
            bank.application().prepareTopics(bank.config());
            SkaldClient before = bank.client().clientId("desk-1").connect();
            CompletionStage<Reply> abandoned =
                    before.send(Account.TYPE, "a-1", new Open("Ann"), CommandOptions.id("c-1"));
            before.send(Account.TYPE, "a-1", new Withdraw(5), CommandOptions.id("c-2"));
            before.close(Duration.ofMillis(500));
            assertThatThrownBy(() -> get(abandoned))
                    .hasCauseInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("c-1")
                    .hasMessageContaining("may be sent again with the same id");

            BlockingQueue<UnclaimedReply> outcomes = new LinkedBlockingQueue<>();
            try (RunningApplication running = bank.start();
                    SkaldClient other = bank.client()
                            .clientId("desk-2")
                            .onUnclaimedReply(reply -> {
                                throw new AssertionError("not asked for: " + reply);
                            })
                            .connect();
                    SkaldClient after = bank.client()
                            .clientId("desk-1")
                            .onUnclaimedReply(outcomes::add)
                            .connect()) {
                assertThat(outcomes.poll(60, TimeUnit.SECONDS))
                        .isEqualTo(new UnclaimedReply("account", "a-1", "c-1", new Reply.Accepted(0, 1)));
                assertThat(outcomes.poll(60, TimeUnit.SECONDS).reply()).isInstanceOf(Reply.Rejected.class);
                assertThat(after.sendAndWait(Account.TYPE, "a-1", new Open("Ann"), CommandOptions.id("c-1")))
                        .as("sent again")
                        .isEqualTo(new Reply.Accepted(0, 1));
                assertThat(other.sendAndWait(Account.TYPE, "a-1", new Deposit(5)))
                        .isEqualTo(new Reply.Accepted(1, 2));
            }
        }
    }

    @Test
    void withoutAnAnswerInTimeTheOutcomeIsUnknown(EmbeddedKafka kafka) {
        try (Bank bank = new Bank(kafka)) {
            bank.application().prepareTopics(bank.config());
            try (SkaldClient client =
                    bank.client().timeout(Duration.ofMillis(300)).connect()) {
                assertThatThrownBy(() ->
                                client.sendAndWait(Account.TYPE, "a-1", new Open("Ann"), CommandOptions.id("c-9")))
                        .isInstanceOfSatisfying(
                                OutcomeUnknownException.class,
                                e -> assertThat(e.commandId()).isEqualTo("c-9"));
            }
        }
    }

    @Test
    void sendingWaitsWhenTooManyAreInFlight(EmbeddedKafka kafka) {
        try (Bank bank = new Bank(kafka)) {
            bank.application().prepareTopics(bank.config());
            try (SkaldClient client =
                    bank.client().maxInFlight(2).timeout(Duration.ofSeconds(20)).connect()) {
                client.send(Account.TYPE, "a-1", new Open("Ann"));
                client.send(Account.TYPE, "a-2", new Open("Bob"));
                CommandOptions soon = CommandOptions.defaults().withTimeout(Duration.ofMillis(300));

                assertThatThrownBy(() -> get(client.send(Account.TYPE, "a-3", new Open("Cyd"), soon)))
                        .hasMessageContaining("not sent: 2 requests were in flight");
                client.close(Duration.ZERO);
            }
        }
    }

    @Test
    void whatIsAttachedToAReplyMaySendButNotWait(EmbeddedKafka kafka) {
        try (Bank bank = new Bank(kafka);
                RunningApplication running = bank.start();
                SkaldClient client = bank.client().maxInFlight(1).connect()) {
            CompletionStage<Reply> chain = client.send(Account.TYPE, "a-1", new Open("Ann"));
            for (int i = 0; i < 20; i++) {
                chain = chain.thenCompose(reply -> client.send(Account.TYPE, "a-1", new Deposit(1)));
            }
            assertThat(get(chain)).isEqualTo(new Reply.Accepted(20, 21));

            CompletionStage<Reply> waiting = client.send(Account.TYPE, "a-1", new Deposit(1))
                    .thenApply(reply -> client.sendAndWait(Account.TYPE, "a-1", new Deposit(1)));
            assertThatThrownBy(() -> get(waiting))
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("would wait for ever");
        }
    }

    @Test
    void readingSeesEveryCommandThatWasAnsweredBefore(EmbeddedKafka kafka) {
        try (Bank bank = new Bank(kafka);
                RunningApplication running = bank.start();
                SkaldClient writer = bank.connect();
                SkaldClient reader = bank.connect()) {
            writer.sendAndWait(Account.TYPE, "a-1", new Open("Ann"));
            for (int i = 1; i <= 50; i++) {
                writer.sendAndWait(Account.TYPE, "a-1", new Deposit(1));
                assertThat(get(reader.state(Account.TYPE, "a-1")))
                        .isEqualTo(new InstanceState<>("a-1", i + 1, new State("Ann", i)));
            }
        }
    }

    @Test
    void aLongHistoryComesInPagesAndEarlierStatesAreTold(EmbeddedKafka kafka) {
        try (Bank bank = new Bank(kafka);
                RunningApplication running = bank.start();
                SkaldClient client = bank.connect()) {
            client.sendAndWait(Account.TYPE, "a-1", new Open("Ann"));
            for (int i = 0; i < 5; i++) {
                client.sendAndWait(Account.TYPE, "a-1", new DepositMany(1, 700));
            }

            assertThat(get(client.history(Account.TYPE, "a-1")))
                    .hasSize(3501)
                    .extracting(RecordedEvent::revision)
                    .isSorted();
            assertThat(get(client.history(Account.TYPE, "a-1", 3000, 3010))).hasSize(10);
            assertThat(get(client.stateAt(Account.TYPE, "a-1", 2001)).state()).isEqualTo(new State("Ann", 2000));
            assertThatThrownBy(() -> get(client.stateAt(Account.TYPE, "a-1", 9999)))
                    .hasCauseInstanceOf(ReadFailedException.class)
                    .hasMessageContaining("from 0 to 3501");
            assertThat(running.local(Account.TYPE).state("a-1").state()).isEqualTo(new State("Ann", 3500));
            assertThat(running.local(Account.TYPE).stateAt("a-1", 11).state()).isEqualTo(new State("Ann", 10));
            assertThat(running.local(Account.TYPE).history("a-1", 0, 2)).hasSize(2);
        }
    }
}
