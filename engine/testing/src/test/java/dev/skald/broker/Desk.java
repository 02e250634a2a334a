/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.internal.participant.ParticipantAnswer;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Phase;
import dev.skald.testing.EmbeddedKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Participants that do what a test tells them: a plain consumer of requests, and a plain producer of answers. */
final class Desk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<ParticipantRequest> seen = new ArrayList<>();

    Desk(EmbeddedKafka kafka, List<String> requestTopics) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("isolation.level", "read_committed");
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = requestTopics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.in.flight.requests.per.connection", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The first request of this phase to this side, as soon as it is there. */
    ParticipantRequest await(String tccId, String side, Phase phase) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<ParticipantRequest> found = requests(tccId).stream()
                    .filter(request -> request.side().equals(side) && request.phase() == phase)
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "no %s of %s at %s; there are %s".formatted(phase.text(), tccId, side, requests(tccId)));
            }
            poll(Duration.ofMillis(100));
        }
    }

    /** All requests of an agreement that have come so far. */
    List<ParticipantRequest> requests(String tccId) {
        return seen.stream().filter(request -> request.tccId().equals(tccId)).toList();
    }

    void poll(Duration timeout) {
        consumer.poll(timeout).forEach(record -> seen.add(ParticipantRequest.read(record.headers())));
    }

    void answer(ParticipantRequest request, Answer answer) {
        ParticipantAnswer told = ParticipantAnswer.to(request, answer);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(request.replyTopic(), request.tccId().getBytes(UTF_8), told.value());
        told.headers().forEach(header -> record.headers().add(header));
        try {
            producer.send(record).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
