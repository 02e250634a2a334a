/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.HeaderNames;
import dev.skald.Reply;
import dev.skald.examples.loandesk.LoanApplication.Command;
import dev.skald.examples.loandesk.StoredApplications.Stored;
import dev.skald.kafka.CommandOptions;
import dev.skald.kafka.SkaldClient;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.ForkedJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of the application and the broker, each a real process, are killed with {@code kill -9} at random
 * moments while the loan log is replayed, and started again. The seed that is printed leads to the same choices again.
 */
class CrashIT {

    private static final int KILLS = Integer.getInteger("crash.kills", 8);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final long seed = Long.getLong("crash.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private Path directory;

    /** A command that was sent, and what came of it. */
    private record Sent(String application, String commandId, CompletableFuture<Reply> reply) {}

    @Test
    @Tag("S6")
    @Tag("S34")
    @Tag("S36")
    void nothingIsLostDoneTwiceOrAnsweredTwice() throws Exception {
        System.out.printf("CrashIT: seed %d, %d kills%n", seed, KILLS);
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            String servers = kafka.bootstrapServers();
            DeskProcess.application().prepareTopics(Map.of("bootstrap.servers", servers));
            ForkedJvm[] instances = {instance(0, servers), instance(1, servers)};
            Expectation expectation = new Expectation();
            List<Sent> sent = new ArrayList<>();
            try (SkaldClient client = SkaldClient.of("loan-desk")
                    .bootstrapServers(servers)
                    .timeout(PATIENCE)
                    .maxInFlight(300)
                    .onUnclaimedReply(reply -> {
                        throw new AssertionError("answered twice: " + reply);
                    })
                    .connect()) {
                CompletableFuture<Void> load = CompletableFuture.runAsync(() -> send(client, expectation, sent));
                kill(kafka, instances, load);
                load.join();
                List<Reply> replies =
                        sent.stream().map(each -> each.reply().join()).collect(Collectors.toList());
                check(expectation, sent, replies, client, kafka);
            } finally {
                for (ForkedJvm instance : instances) {
                    instance.close();
                }
            }
        }
    }

    private ForkedJvm instance(int number, String servers) {
        return DeskProcess.start(directory.resolve("instance-" + number), servers);
    }

    /** Sends the sample so slowly that it lasts longer than the killing. */
    private void send(SkaldClient client, Expectation expectation, List<Sent> sent) {
        try (LogSource source = LogSource.sample()) {
            for (LogRecord record = source.next(); record != null; record = source.next()) {
                String id = record.application();
                int number = expectation.nextNumber(id);
                Command command = record.command(number);
                expectation.command(id, command);
                String commandId = id + "/" + number;
                CommandOptions options = CommandOptions.id(commandId);
                sent.add(new Sent(
                        id,
                        commandId,
                        client.send(LoanApplication.TYPE, id, command, options).toCompletableFuture()));
                LockSupport.parkNanos(Duration.ofMillis(4).toNanos());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void kill(EmbeddedKafka kafka, ForkedJvm[] instances, CompletableFuture<Void> load) {
        for (int i = 0; i < KILLS && !load.isDone(); i++) {
            LockSupport.parkNanos(Duration.ofMillis(500 + random.nextInt(6000)).toNanos());
            int victim = random.nextInt(5);
            Duration dead = Duration.ofMillis(random.nextInt(3000));
            System.out.printf("CrashIT: kill -9 %s%n", victim == 4 ? "broker" : "instance " + victim % 2);
            if (victim == 4) {
                kafka.kill();
                LockSupport.parkNanos(dead.toNanos());
                kafka.restart();
            } else {
                int number = victim % 2;
                assertThat(instances[number].isAlive())
                        .as(instances[number].endOfOutput())
                        .isTrue();
                instances[number].kill();
                LockSupport.parkNanos(dead.toNanos());
                instances[number] = instance(number, kafka.bootstrapServers());
            }
        }
    }

    private void check(
            Expectation expectation, List<Sent> sent, List<Reply> replies, SkaldClient client, EmbeddedKafka kafka) {
        String told = "seed " + seed;
        long accepted =
                replies.stream().filter(Reply.Accepted.class::isInstance).count();
        long rejected =
                replies.stream().filter(Reply.Rejected.class::isInstance).count();
        assertThat(sent).as(told).hasSize(11_409);
        assertThat(accepted).as(told).isEqualTo(expectation.accepted());
        assertThat(rejected).as(told).isEqualTo(expectation.rejected());

        checkEvents(sent, replies, kafka);
        // It throws at a gap or a duplicate of revisions.
        StoredApplications stored = StoredApplications.read(
                kafka.bootstrapServers(),
                DeskProcess.application().journalTopic(LoanApplication.TYPE),
                LoanApplication.TYPE.eventSerde().deserializer());
        expectation.applications().forEach((id, expected) -> {
            Stored replayed = stored.application(id);
            assertThat(replayed.history()).as("%s, the history of %s", told, id).isEqualTo(expected.history());
            assertThat(replayed.state()).as("%s, replayed", told).isEqualTo(expected.state());
            assertThat(client.state(LoanApplication.TYPE, id)
                            .toCompletableFuture()
                            .join()
                            .state())
                    .as("%s, the live state of %s", told, id)
                    .isEqualTo(replayed.state());
        });
        Map<String, Long> answers = read(kafka, DeskProcess.application().replyTopic()).stream()
                .filter(reply -> !header(reply, HeaderNames.REPLY).equals("state"))
                .collect(Collectors.groupingBy(reply -> header(reply, HeaderNames.COMMAND_ID), Collectors.counting()));
        assertThat(answers).as(told).hasSize(11_409);
        assertThat(answers.values()).as("%s: each is answered once", told).containsOnly(1L);
    }

    /** Every accepted command has exactly the events that its reply says, and no other command has any. */
    private void checkEvents(List<Sent> sent, List<Reply> replies, EmbeddedKafka kafka) {
        Map<String, Reply.Accepted> storedByCommand = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> event :
                read(kafka, DeskProcess.application().journalTopic(LoanApplication.TYPE))) {
            String eventId = header(event, HeaderNames.EVENT_ID);
            long revision = Long.parseLong(eventId.substring(eventId.lastIndexOf('/') + 1));
            Reply.Accepted before = storedByCommand.put(
                    header(event, HeaderNames.CAUSATION_ID), new Reply.Accepted(revision, revision + 1));
            assertThat(before).as("seed %d: one event for each command", seed).isNull();
        }
        for (int i = 0; i < sent.size(); i++) {
            Reply.Accepted stored = storedByCommand.remove(sent.get(i).commandId());
            if (replies.get(i) instanceof Reply.Accepted accepted) {
                assertThat(stored).as("seed %d, %s", seed, sent.get(i)).isEqualTo(accepted);
            } else {
                assertThat(stored).as("seed %d, %s", seed, sent.get(i)).isNull();
            }
        }
        assertThat(storedByCommand).as("seed %d", seed).isEmpty();
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(EmbeddedKafka kafka, String topic) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }
}
