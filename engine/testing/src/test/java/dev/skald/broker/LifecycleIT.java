/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Reply;
import dev.skald.internal.store.EventKeys;
import dev.skald.kafka.CommandOptions;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import dev.skald.testing.ForkedJvm;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Deposit;
import dev.skald.testing.account.Account.Open;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, stopping, dying, being joined; under both group protocols. */
@ExtendWith(EmbeddedKafkaExtension.class)
class LifecycleIT {

    private static final CommandOptions PATIENT = CommandOptions.defaults().withTimeout(Bank.PATIENCE);

    private static Duration since(long startedNanos) {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    @Tag("S34")
    void afterAStopTheSameInstanceIsBackAtWorkWithin5Seconds(String protocol, EmbeddedKafka kafka) {
        try (Bank bank = new Bank(kafka).with("group.protocol", protocol)) {
            if (protocol.equals("streams")) {
                bank.config().remove("num.standby.replicas");
            }
            RunningApplication first = bank.start();
            try (SkaldClient client = bank.connect()) {
                client.sendAndWait(Account.TYPE, "a-1", new Open("Ann"));
                Reply reply = client.sendAndWait(Account.TYPE, "a-1", new Deposit(5), CommandOptions.id("c-1"));

                long stopping = System.nanoTime();
                assertThat(first.close(Duration.ofSeconds(10))).isTrue();
                try (RunningApplication second = bank.application().start(bank.config())) {
                    assertThat(client.sendAndWait(Account.TYPE, "a-1", new Deposit(6), PATIENT))
                            .isEqualTo(new Reply.Accepted(2, 3));
                    assertThat(since(stopping)).isLessThan(Duration.ofSeconds(5));
                    assertThat(client.sendAndWait(Account.TYPE, "a-1", new Deposit(5), CommandOptions.id("c-1")))
                            .isEqualTo(reply);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void afterKill9TheSameInstanceIsBackAtWorkWithin15Seconds(String protocol, EmbeddedKafka kafka) {
        Map<String, String> config = Map.of("group.protocol", protocol);
        try (Bank bank = new Bank(kafka)) {
            bank.application().prepareTopics(bank.config());
            try (ForkedJvm first = BankProcess.start(bank, "one", config);
                    SkaldClient client = bank.connect()) {
                client.sendAndWait(Account.TYPE, "a-1", new Open("Ann"), PATIENT);

                long killed = System.nanoTime();
                first.kill();
                try (ForkedJvm second = BankProcess.start(bank, "one", config)) {
                    assertThat(client.sendAndWait(Account.TYPE, "a-1", new Deposit(6), PATIENT))
                            .isEqualTo(new Reply.Accepted(1, 2));
                    assertThat(since(killed)).isLessThan(Duration.ofSeconds(15));
                    assertThat(second.isAlive()).isTrue();
                }
            }
        }
    }

    /**
     * Fencing the producer from outside aborts the open Kafka transaction while commands are handled: what memory holds
     * by then never came to be.
     */
    @Test
    @Tag("S6")
    void whatWasInMemoryWhenAKafkaTransactionWasAbortedIsForgotten(EmbeddedKafka kafka) throws Exception {
        try (Bank bank = new Bank(kafka);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                RunningApplication running = bank.start();
                SkaldClient client = bank.connect()) {
            client.sendAndWait(Account.TYPE, "a-1", new Open("Ann"));
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 1000; i++) {
                    replies.add(client.send(Account.TYPE, "a-1", new Deposit(1), PATIENT)
                            .toCompletableFuture());
                }
                fence(admin, bank.name());
            }
            List<Reply> all = replies.stream().map(CompletableFuture::join).collect(Collectors.toList());

            assertThat(all).doesNotHaveDuplicates().hasSize(10_000);
            for (int i = 0; i < 10_000; i++) {
                assertThat(all.get(i)).isEqualTo(new Reply.Accepted(i + 1, i + 2));
            }
            assertThat(client.state(Account.TYPE, "a-1")
                            .toCompletableFuture()
                            .join()
                            .state()
                            .cents())
                    .isEqualTo(10_000);
            assertThat(Topics.read(
                            kafka,
                            bank.application().journalTopic(Account.TYPE),
                            new dev.skald.kafka.EventKeyDeserializer()))
                    .hasSize(10_001);
            assertThat(running.streams().state().isRunningOrRebalancing()).isTrue();
        }
    }

    private static void fence(Admin admin, String application) throws Exception {
        List<String> ids = admin.listTransactions().all().get().stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> id.startsWith(application))
                .toList();
        assertThat(ids).isNotEmpty();
        admin.fenceProducers(ids).all().get();
    }

    @Test
    @Tag("S34")
    void twoInstancesShareTheWorkTheStandbyTakesOverFromTheDeadOneAndAThirdJoins(EmbeddedKafka kafka) {
        Map<String, String> config = Map.of("num.standby.replicas", "1");
        try (Bank bank = new Bank(kafka).with("num.standby.replicas", 1)) {
            try (RunningApplication here = bank.start();
                    SkaldClient client = bank.connect()) {
                for (int i = 0; i < 50; i++) {
                    client.sendAndWait(Account.TYPE, "a-" + i, new Open("Ann"));
                }
                try (ForkedJvm there = BankProcess.start(bank, "two", config)) {
                    await(
                            "both have work, and standbys for the other's",
                            () -> activeTasks(here) == 2 && standbys(here) == 2);
                    for (int i = 0; i < 50; i++) {
                        assertThat(client.sendAndWait(
                                        Account.TYPE, "a-" + i, new Deposit(5), PATIENT.withCommandId("c-" + i)))
                                .isEqualTo(new Reply.Accepted(1, 2));
                    }
                    await("active and standby stores here hold all events", () -> holdsAllEvents(here));
                    there.kill();
                }
                long killed = System.nanoTime();
                for (int i = 0; i < 50; i++) {
                    assertThat(client.sendAndWait(
                                    Account.TYPE, "a-" + i, new Deposit(5), PATIENT.withCommandId("c-" + i)))
                            .as("sent again after the death")
                            .isEqualTo(new Reply.Accepted(1, 2));
                }
                assertThat(since(killed)).isLessThan(Duration.ofSeconds(20));
                assertThat(activeTasks(here)).isEqualTo(4);

                try (ForkedJvm third = BankProcess.start(bank, "three", config)) {
                    await("the third has taken over a part", () -> activeTasks(here) == 2);
                    for (int i = 0; i < 50; i++) {
                        assertThat(client.sendAndWait(Account.TYPE, "a-" + i, new Deposit(6), PATIENT))
                                .isEqualTo(new Reply.Accepted(2, 3));
                    }
                    assertThat(third.isAlive()).isTrue();
                }
            }
        }
    }

    private static int activeTasks(RunningApplication running) {
        return running.streams().metadataForLocalThreads().stream()
                .map(ThreadMetadata::activeTasks)
                .mapToInt(java.util.Set::size)
                .sum();
    }

    private static int standbys(RunningApplication running) {
        return running.streams().metadataForLocalThreads().stream()
                .map(ThreadMetadata::standbyTasks)
                .mapToInt(java.util.Set::size)
                .sum();
    }

    private static boolean holdsAllEvents(RunningApplication running) {
        var journal = running.streams()
                .store(StoreQueryParameters.fromNameAndType(
                                "account-journal",
                                QueryableStoreTypes.<byte[], byte[]>timestampedKeyValueStoreWithHeaders())
                        .enableStaleStores());
        return IntStream.range(0, 50).allMatch(i -> journal.get(EventKeys.of("a-" + i, 1)) != null);
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(String what, Condition condition) {
        long deadline = System.nanoTime() + Bank.PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** A broker of its own, because it is killed. */
    @Test
    @Tag("S6")
    @Tag("S34")
    void theDeathAndReturnOfTheBrokerLosesNothing() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Bank bank = new Bank(kafka);
                RunningApplication running = bank.start();
                SkaldClient client = bank.connect()) {
            client.sendAndWait(Account.TYPE, "a-1", new Open("Ann"));
            List<CompletableFuture<Reply>> replies = new ArrayList<>();
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 500; i++) {
                    replies.add(
                            client.send(Account.TYPE, "a-1", new Deposit(1), PATIENT.withTimeout(Duration.ofMinutes(2)))
                                    .toCompletableFuture());
                }
                kafka.kill();
                kafka.restart();
            }

            for (int i = 0; i < 1000; i++) {
                assertThat(replies.get(i).join()).isEqualTo(new Reply.Accepted(i + 1, i + 2));
            }
            assertThat(running.streams().state().isRunningOrRebalancing()).isTrue();
        }
    }

    @Test
    void whereAnInstanceLivesIsTold(EmbeddedKafka kafka) {
        try (Bank bank = new Bank(kafka).with("application.server", "localhost:4711");
                RunningApplication running = bank.start()) {
            assertThat(running.local(Account.TYPE).host("a-1"))
                    .hasValueSatisfying(host -> assertThat(host.port()).isEqualTo(4711));
        }
    }
}
