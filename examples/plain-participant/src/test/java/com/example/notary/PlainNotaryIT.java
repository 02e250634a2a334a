/* SPDX-License-Identifier: Apache-2.0 */
package com.example.notary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.kafka.TccType;
import dev.skald.tcc.Outcome;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The notary in its own process, asked by hand and by a coordinator. */
@ExtendWith(EmbeddedKafkaExtension.class)
class PlainNotaryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String REPLIES = "by-hand-replies";
    private static final ParticipantType<String> NOTARY =
            ParticipantType.named("notary", Serdes.String()).withPartitions(2);

    @TempDir
    private Path directory;

    private NotaryProcess start(EmbeddedKafka kafka) {
        return new NotaryProcess(kafka.bootstrapServers(), directory.resolve("register"));
    }

    @Test
    void nothingOnItsClassPathIsOfSkald() {
        assertThat(NotaryProcess.classPath())
                .isNotEmpty()
                .noneMatch(entry -> NotaryProcess.holdsSkald(Path.of(entry)))
                .anyMatch(entry -> entry.contains("kafka-clients"));
    }

    @Test
    @Tag("T18")
    @Tag("T19")
    @Tag("T20")
    @Tag("T22")
    void requestsWrittenByHandAreAnsweredAlsoAfterItsDeath(EmbeddedKafka kafka) throws Exception {
        createTopics(kafka);
        try (ByHand byHand = new ByHand(kafka)) {
            try (NotaryProcess first = start(kafka)) {
                assertThat(byHand.ask("h-1", "try", "deed 1")).isEqualTo("done");
                assertThat(byHand.ask("h-1", "try", "deed 1")).isEqualTo("done");
                assertThat(byHand.ask("h-2", "try", "deed 1")).isEqualTo("failed taken");
                assertThat(byHand.ask("h-2", "cancel", "deed 1")).isEqualTo("done");
                assertThat(byHand.ask("h-3", "cancel", "deed 3")).isEqualTo("done");
                assertThat(byHand.ask("h-3", "try", "deed 3")).isEqualTo("failed canceled-before");
                assertThat(byHand.ask("h-4", "confirm", "deed 4")).isEqualTo("failed not-tried");
                assertThat(byHand.ask("h-5", "try", "two\nlines")).isEqualTo("failed unreadable");
            }
            try (NotaryProcess second = start(kafka)) {
                assertThat(byHand.ask("h-1", "try", "deed 1")).isEqualTo("done");
                assertThat(byHand.ask("h-1", "confirm", "deed 1")).isEqualTo("done");
                assertThat(byHand.ask("h-6", "try", "deed 1")).isEqualTo("failed taken");
                assertThat(second.isAlive()).isTrue();
            }
        }
    }

    @Test
    void aCoordinatorReachesAgreementsWithIt(EmbeddedKafka kafka) throws Exception {
        createTopics(kafka);
        TccType sale = TccType.named("sale").participant(NOTARY).build();
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "state.dir",
                directory.resolve("state").toString(),
                "num.standby.replicas",
                0);
        try (NotaryProcess notary = start(kafka);
                ByHand byHand = new ByHand(kafka);
                RunningApplication running = SkaldApplication.named("sales")
                        .partitions(2)
                        .tcc(sale)
                        .build()
                        .start(config)
                        .awaitRunning(PATIENCE);
                SkaldClient client = SkaldClient.of("sales")
                        .bootstrapServers(kafka.bootstrapServers())
                        .timeout(PATIENCE)
                        .connect()) {
            assertThat(byHand.ask("w-1", "cancel", "nothing")).as("it is there").isEqualTo("done");
            Outcome first = client.tcc().orchestrate(sale.request("s-1").ask(NOTARY, "house 1", "house 1"));
            assertThat(first.result()).isEqualTo(Outcome.Result.CONFIRMED);

            Outcome second = client.tcc()
                    .start(sale.request("s-2")
                            .ask("buyer", NOTARY, "house 2", "house 2")
                            .ask("seller", NOTARY, "house 1", "house 1"))
                    .toCompletableFuture()
                    .join();
            assertThat(second.result()).isEqualTo(Outcome.Result.TRY_FAILED);
            assertThat(second.participants().get("buyer"))
                    .matches(Outcome.Participant::trySucceeded)
                    .matches(Outcome.Participant::cancelSucceeded);
            assertThat(second.participants().get("seller").failures().values())
                    .anyMatch(answer -> answer.code().equals("taken"));

            assertThat(client.tcc()
                            .orchestrate(sale.request("s-3").ask(NOTARY, "house 2", "house 2"))
                            .result())
                    .as("it was given back")
                    .isEqualTo(Outcome.Result.CONFIRMED);
            assertThat(notary.isAlive()).isTrue();
        }
    }

    private static void createTopics(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            for (String topic : List.of(NOTARY.requestTopic(), REPLIES)) {
                try {
                    admin.createTopics(List.of(new NewTopic(topic, Optional.of(NOTARY.partitions()), Optional.empty())))
                            .all()
                            .get();
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
                }
            }
        }
    }

    /** Asks with a producer and reads answers with a consumer, as the guide describes the records. */
    private static final class ByHand implements AutoCloseable {

        private final KafkaProducer<String, String> producer;
        private final KafkaConsumer<String, String> consumer;
        private final List<ConsumerRecord<String, String>> answers = new ArrayList<>();
        private int asked;

        ByHand(EmbeddedKafka kafka) {
            Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
            producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
            consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
            List<TopicPartition> partitions = List.of(new TopicPartition(REPLIES, 0), new TopicPartition(REPLIES, 1));
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            // Now, or answers to the first requests could lie before it.
            partitions.forEach(consumer::position);
        }

        /** Asks, waits for the answer, and returns its kind and code. */
        String ask(String tccId, String phase, String document) throws Exception {
            ProducerRecord<String, String> request = new ProducerRecord<>(NOTARY.requestTopic(), document, document);
            String attempt = Integer.toString(asked + 1);
            Map.of(
                            "skald-tcc-id", tccId,
                            "skald-tcc-side", "notary",
                            "skald-tcc-phase", phase,
                            "skald-tcc-attempt", attempt,
                            "skald-tcc-reply-topic", REPLIES)
                    .forEach((name, value) -> request.headers().add(name, value.getBytes(UTF_8)));
            producer.send(request).get();
            asked++;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (answers.size() < asked) {
                assertThat(System.nanoTime()).as("waiting for an answer").isLessThan(deadline);
                consumer.poll(Duration.ofMillis(100)).forEach(answers::add);
            }
            ConsumerRecord<String, String> answer = answers.get(asked - 1);
            assertThat(answer.key()).isEqualTo(tccId);
            assertThat(header(answer, "skald-tcc-phase")).isEqualTo(phase);
            assertThat(header(answer, "skald-tcc-side")).isEqualTo("notary");
            assertThat(header(answer, "skald-tcc-attempt")).isEqualTo(attempt);
            return (header(answer, "skald-tcc-answer") + " " + header(answer, "skald-code")).strip();
        }

        private static String header(ConsumerRecord<String, String> record, String name) {
            var header = record.headers().lastHeader(name);
            return header == null ? "" : new String(header.value(), UTF_8);
        }

        @Override
        public void close() {
            producer.close();
            consumer.close();
        }
    }
}
