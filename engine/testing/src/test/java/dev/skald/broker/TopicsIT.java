/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.SnapshotPolicy;
import dev.skald.kafka.BrokerUnreachableException;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.kafka.TopicMismatchException;
import dev.skald.kafka.TopicMismatchException.Mismatch;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.DepositMany;
import dev.skald.testing.account.Account.Open;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Topics are created and checked before anything is started. */
@ExtendWith(EmbeddedKafkaExtension.class)
class TopicsIT {

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private static Config config(Admin admin, String topic) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().get(resource);
    }

    @Test
    void missingTopicsAreCreatedAsTheyHaveToBe(EmbeddedKafka kafka) throws Exception {
        try (Bank bank = new Bank(kafka);
                Admin admin = admin(kafka)) {
            SkaldApplication application = bank.application();
            application.prepareTopics(bank.config());

            Map<String, TopicDescription> topics =
                    admin.describeTopics(application.topics()).allTopicNames().get();
            assertThat(topics).hasSize(5);
            assertThat(topics.get(application.commandTopic(Account.TYPE)).partitions())
                    .hasSize(4);
            assertThat(topics.get(application.journalTopic(Account.TYPE)).partitions())
                    .hasSize(4);
            assertThat(topics.get(application.replyTopic()).partitions()).hasSize(8);
            assertThat(topics.get(application.deadLetterTopic()).partitions()).hasSize(1);
            Config journal = config(admin, application.journalTopic(Account.TYPE));
            assertThat(journal.get("cleanup.policy").value()).isEqualTo("compact");
            assertThat(journal.get("message.timestamp.type").value()).isEqualTo("CreateTime");
            assertThat(config(admin, application.commandTopic(Account.TYPE))
                            .get("cleanup.policy")
                            .value())
                    .isEqualTo("delete");
            assertThat(config(admin, application.deadLetterTopic())
                            .get("retention.ms")
                            .value())
                    .isEqualTo("-1");
        }
    }

    @Test
    void severalInstancesMayPrepareThemAtTheSameTime(EmbeddedKafka kafka) {
        try (Bank bank = new Bank(kafka)) {
            List<CompletableFuture<Void>> all = IntStream.range(0, 6)
                    .mapToObj(i ->
                            CompletableFuture.runAsync(() -> bank.application().prepareTopics(bank.config())))
                    .toList();
            all.forEach(CompletableFuture::join);
        }
    }

    @Test
    void aMismatchIsRefusedWithTheExactDifferenceAndWhatToDo(EmbeddedKafka kafka) throws Exception {
        try (Bank bank = new Bank(kafka);
                Admin admin = admin(kafka)) {
            SkaldApplication application = bank.application();
            String journal = application.journalTopic(Account.TYPE);
            String commands = application.commandTopic(Account.TYPE);
            admin.createTopics(List.of(
                            new NewTopic(journal, 4, (short) 1).configs(Map.of("cleanup.policy", "compact,delete")),
                            new NewTopic(commands, 3, (short) 1)))
                    .all()
                    .get();

            assertThatThrownBy(() -> application.start(bank.config()))
                    .isInstanceOfSatisfying(
                            TopicMismatchException.class,
                            e -> assertThat(e.mismatches())
                                    .extracting(Mismatch::topic, Mismatch::difference)
                                    .containsExactlyInAnyOrder(
                                            org.assertj.core.groups.Tuple.tuple(
                                                    journal,
                                                    "expected cleanup.policy=compact, but it is compact,delete"),
                                            org.assertj.core.groups.Tuple.tuple(
                                                    commands, "expected 4 partitions, but it has 3")))
                    .hasMessageContaining("partitions(3)")
                    .hasMessageContaining("--add-config cleanup.policy=compact");
        }
    }

    @Test
    void aDeclaredReplicationFactorIsChecked(EmbeddedKafka kafka) {
        try (Bank bank = new Bank(kafka)) {
            bank.application().prepareTopics(bank.config());
            SkaldApplication more = SkaldApplication.named(bank.name())
                    .aggregate(Account.TYPE)
                    .partitions(4)
                    .replicationFactor(3)
                    .build();

            assertThatThrownBy(() -> more.prepareTopics(bank.config()))
                    .isInstanceOf(TopicMismatchException.class)
                    .hasMessageContaining("expected 3 replicas, but it has 1");
        }
    }

    @Test
    void aJournalThatWasDeletedUnderItsSnapshotsIsNotBegunAnew(EmbeddedKafka kafka) throws Exception {
        var type = Account.type().snapshots(SnapshotPolicy.every(5)).build();
        try (Bank bank = new Bank(kafka, type, builder -> builder);
                Admin admin = admin(kafka)) {
            try (RunningApplication running = bank.start();
                    SkaldClient client = bank.connect()) {
                client.sendAndWait(type, "a-1", new Open("Ann"));
                client.sendAndWait(type, "a-1", new DepositMany(1, 10));
            }
            String journal = bank.application().journalTopic(type);
            admin.deleteTopics(List.of(journal)).all().get();

            assertThatThrownBy(() -> bank.application().start(bank.config()))
                    .isInstanceOf(TopicMismatchException.class)
                    .hasMessageContaining(journal)
                    .hasMessageContaining("expected the events that the snapshots")
                    .hasMessageContaining("restore the topic from a backup");
        }
    }

    @Test
    void withoutABrokerTheErrorSaysWhereItWasLookedFor(EmbeddedKafka kafka) {
        try (Bank bank = new Bank(kafka)) {
            bank.with("bootstrap.servers", "127.0.0.1:1");

            assertThatThrownBy(() -> bank.application().start(bank.config()))
                    .isInstanceOf(BrokerUnreachableException.class)
                    .hasMessageContaining("no Kafka broker answers at 127.0.0.1:1");
            assertThatThrownBy(() -> bank.application().start(Map.of()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("bootstrap.servers");
        }
    }

    @Test
    void whatIsNotTheUsersToChooseIsRefused(EmbeddedKafka kafka) {
        try (Bank bank = new Bank(kafka)) {
            assertThatThrownBy(() -> bank.application().streamsConfig(Map.of("processing.guarantee", "at_least_once")))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("exactly_once_v2");
        }
    }

    @Test
    void aClientOfAnApplicationThatIsNotThereSaysSo(EmbeddedKafka kafka) {
        assertThatThrownBy(() -> SkaldClient.of("nobody")
                        .bootstrapServers(kafka.bootstrapServers())
                        .connect())
                .hasMessageContaining("nobody-replies")
                .hasMessageContaining("is the application nobody running there?");
    }
}
