/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.internal.participant.ParticipantAnswer;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Phase;
import dev.skald.testing.EmbeddedKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Asks a participant what a coordinator would ask, with nothing but a producer and a consumer. For one thread. */
final class Asker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String requestTopic;
    private final String replyTopic = "asker-" + UUID.randomUUID().toString().substring(0, 8) + "-replies";
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, List<ParticipantAnswer>> answers = new HashMap<>();

    Asker(EmbeddedKafka kafka, String requestTopic) {
        this.requestTopic = requestTopic;
        Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(List.of(new NewTopic(replyTopic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        this.producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, Object> reading = new HashMap<>(config);
        reading.put("isolation.level", "read_committed");
        this.consumer = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        TopicPartition partition = new TopicPartition(replyTopic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    String replyTopic() {
        return replyTopic;
    }

    /** A request to the side {@code notary} about the agreement's own key, to be answered within a minute. */
    ParticipantRequest request(String tccId, Phase phase) {
        return request(tccId, phase, Duration.ofMinutes(1));
    }

    ParticipantRequest request(String tccId, Phase phase, Duration timeout) {
        return new ParticipantRequest(
                tccId, "transfer", "notary", phase, 1, replyTopic, Instant.now().plus(timeout), null);
    }

    void ask(String tccId, Phase phase, String content) {
        send(tccId, content.getBytes(UTF_8), request(tccId, phase).headers());
    }

    void send(String key, byte[] value, Headers headers) {
        try {
            producer.send(new ProducerRecord<>(requestTopic, null, key.getBytes(UTF_8), value, headers))
                    .get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until an agreement has so many answers; returns them, in order. */
    List<ParticipantAnswer> answers(String tccId, int number) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (soFar(tccId).size() < number) {
            assertThat(System.nanoTime())
                    .as("waiting for %d answers of %s, of which there are %s", number, tccId, soFar(tccId))
                    .isLessThan(deadline);
            receive(Duration.ofMillis(100));
        }
        return soFar(tccId);
    }

    /** Asks and waits for the answer. */
    Answer askAndWait(String tccId, Phase phase, String content) {
        int before = soFar(tccId).size();
        ask(tccId, phase, content);
        ParticipantAnswer answer = answers(tccId, before + 1).get(before);
        assertThat(answer.phase()).isEqualTo(phase);
        assertThat(answer.side()).isEqualTo("notary");
        return answer.answer();
    }

    List<ParticipantAnswer> soFar(String tccId) {
        return answers.getOrDefault(tccId, List.of());
    }

    void receive(Duration wait) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            answers.computeIfAbsent(new String(record.key(), UTF_8), id -> new ArrayList<>())
                    .add(ParticipantAnswer.read(record.headers(), record.value()));
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
