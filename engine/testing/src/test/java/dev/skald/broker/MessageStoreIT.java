/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.EventKey;
import dev.skald.EventMetadata;
import dev.skald.HeaderNames;
import dev.skald.InstanceState;
import dev.skald.RecordedEvent;
import dev.skald.Reply;
import dev.skald.RetentionPolicy;
import dev.skald.SnapshotPolicy;
import dev.skald.internal.model.Partitions;
import dev.skald.internal.model.TextHeaders;
import dev.skald.kafka.CommandOptions;
import dev.skald.kafka.EventKeyDeserializer;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Deposit;
import dev.skald.testing.account.Account.DepositMany;
import dev.skald.testing.account.Account.Event;
import dev.skald.testing.account.Account.Open;
import dev.skald.testing.account.Account.State;
import dev.skald.testing.account.Account.Withdraw;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The journal's changelog is the message store: it is all there is, and anyone can read it. */
@ExtendWith(EmbeddedKafkaExtension.class)
class MessageStoreIT {

    private static final int INSTANCES = 30;

    /** Random commands on some instances; returns the number that were accepted with events. */
    private static void randomLoad(SkaldClient client, long seed) {
        Random random = new Random(seed);
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            String id = "a-" + random.nextInt(INSTANCES);
            Account.Command command = switch (random.nextInt(4)) {
                case 0 -> new Open("owner " + i);
                case 1 -> new Withdraw(random.nextInt(50));
                case 2 -> new DepositMany(random.nextInt(20), random.nextInt(4));
                default -> new Deposit(random.nextInt(20));
            };
            replies.add(client.send(Account.TYPE, id, command).toCompletableFuture());
        }
        replies.forEach(CompletableFuture::join);
    }

    private static <T> T get(java.util.concurrent.CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    private static Map<String, InstanceState<State>> states(SkaldClient client) {
        Map<String, InstanceState<State>> states = new HashMap<>();
        for (int i = 0; i < INSTANCES; i++) {
            states.put("a-" + i, get(client.state(Account.TYPE, "a-" + i)));
        }
        return states;
    }

    @Test
    @Tag("S15")
    @Tag("S41")
    void theTopicIsTheHistoryAndAnOrdinaryConsumerReadsIt(EmbeddedKafka kafka) {
        long seed = System.nanoTime();
        try (Bank bank = new Bank(kafka);
                RunningApplication running = bank.start();
                SkaldClient client = bank.connect()) {
            randomLoad(client, seed);

            Map<String, List<RecordedEvent<Event>>> byInstance = new HashMap<>();
            String topic = bank.application().journalTopic(Account.TYPE);
            for (ConsumerRecord<EventKey, byte[]> record : Topics.read(kafka, topic, new EventKeyDeserializer())) {
                assertThat(record.partition())
                        .isEqualTo(Partitions.of(
                                record.key().instanceId().getBytes(java.nio.charset.StandardCharsets.UTF_8), 4));
                byInstance
                        .computeIfAbsent(record.key().instanceId(), id -> new ArrayList<>())
                        .add(event(record));
            }
            for (int i = 0; i < INSTANCES; i++) {
                assertThat(byInstance.getOrDefault("a-" + i, List.of()))
                        .as("seed %d, instance %d", seed, i)
                        .isEqualTo(get(client.history(Account.TYPE, "a-" + i)));
            }
            assertThat(byInstance).as("seed %d", seed).isNotEmpty();
            assertThat(running.streams().state().isRunningOrRebalancing()).isTrue();
        }
    }

    /** What anyone can read out of a record who knows no more than the documentation. */
    private static RecordedEvent<Event> event(ConsumerRecord<EventKey, byte[]> record) {
        EventMetadata metadata = new EventMetadata(
                header(record, HeaderNames.EVENT_ID),
                header(record, HeaderNames.EVENT_TYPE),
                header(record, HeaderNames.AGGREGATE),
                java.time.Instant.ofEpochMilli(record.timestamp()),
                header(record, HeaderNames.CAUSATION_ID),
                header(record, HeaderNames.CORRELATION_ID),
                0,
                null);
        Event event = Account.TYPE.eventSerde().deserializer().deserialize(record.topic(), record.value());
        return new RecordedEvent<>(record.key().instanceId(), record.key().revision(), event, metadata);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return TextHeaders.require(record.headers(), name);
    }

    @Test
    @Tag("S15")
    @Tag("S34")
    void afterTheLossOfTheDiskStateRevisionAndMemoryAreTheSame(EmbeddedKafka kafka) {
        long seed = System.nanoTime();
        for (SnapshotPolicy<State> policy : List.of(SnapshotPolicy.<State>never(), SnapshotPolicy.<State>every(5))) {
            var type = Account.type().snapshots(policy).build();
            try (Bank bank = new Bank(kafka, type, builder -> builder)) {
                Map<String, InstanceState<State>> before;
                Reply first;
                try (RunningApplication running = bank.start();
                        SkaldClient client = bank.connect()) {
                    client.sendAndWait(type, "a-0", new Open("Ann"));
                    first = client.sendAndWait(type, "a-0", new Deposit(5), CommandOptions.id("once"));
                    randomLoad(client, seed);
                    before = states(client);
                }
                bank.loseDisk();
                try (RunningApplication running = bank.start();
                        SkaldClient client = bank.connect()) {
                    assertThat(states(client)).as("seed %d", seed).isEqualTo(before);
                    assertThat(client.sendAndWait(type, "a-0", new Deposit(5), CommandOptions.id("once")))
                            .isEqualTo(first);
                    long revision = before.get("a-0").revision();
                    assertThat(client.sendAndWait(type, "a-0", new Deposit(5)))
                            .isEqualTo(new Reply.Accepted(revision, revision + 1));
                }
            }
        }
    }

    @Test
    @Tag("S20")
    void whatRetentionDeletesStaysDeletedAfterTheLossOfTheDisk(EmbeddedKafka kafka) {
        var type = Account.type()
                .snapshots(SnapshotPolicy.every(10))
                .retention(RetentionPolicy.deleteOlderThanLastSnapshots(1))
                .build();
        try (Bank bank = new Bank(kafka, type, builder -> builder)) {
            try (RunningApplication running = bank.start();
                    SkaldClient client = bank.connect()) {
                client.sendAndWait(type, "a-1", new Open("Ann"));
                client.sendAndWait(type, "a-1", new DepositMany(1, 24));
                client.sendAndWait(type, "a-1", new DepositMany(1, 3));
            }
            bank.loseDisk();
            try (RunningApplication running = bank.start();
                    SkaldClient client = bank.connect()) {
                assertThat(get(client.state(type, "a-1")))
                        .isEqualTo(new InstanceState<>("a-1", 28, new State("Ann", 27)));
                assertThat(get(client.history(type, "a-1", 25, 28))).hasSize(3);
                assertThat(client.history(type, "a-1").toCompletableFuture())
                        .failsWithin(Bank.PATIENCE)
                        .withThrowableThat()
                        .havingRootCause()
                        .withMessageContaining("only from revision 25");
            }
        }
    }
}
