/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.EventKey;
import dev.skald.examples.loandesk.Expectation.History;
import dev.skald.examples.loandesk.LoanApplication.Event;
import dev.skald.examples.loandesk.LoanApplication.State;
import dev.skald.kafka.EventKeyDeserializer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The applications as the message store has them, read by an ordinary consumer: no Skald but the deserializer of keys.
 */
final class StoredApplications {

    private final Map<String, Stored> applications = new HashMap<>();

    /** An application as its events make it. */
    record Stored(State state, History history) {}

    private StoredApplications() {}

    /** Reads the message store from its beginning to its present end. */
    static StoredApplications read(String bootstrapServers, String journalTopic, Deserializer<Event> events) {
        StoredApplications stored = new StoredApplications();
        try (KafkaConsumer<EventKey, Event> consumer = consumer(bootstrapServers, events)) {
            List<TopicPartition> partitions = partitions(consumer, journalTopic);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(stored::add);
            }
        }
        return stored;
    }

    /** Whether there is nothing in the message store yet. */
    static boolean isEmpty(String bootstrapServers, String journalTopic) {
        try (KafkaConsumer<EventKey, byte[]> consumer = consumer(bootstrapServers, new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions(consumer, journalTopic)).values().stream()
                    .allMatch(end -> end == 0);
        }
    }

    private static <V> KafkaConsumer<EventKey, V> consumer(String bootstrapServers, Deserializer<V> values) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed");
        return new KafkaConsumer<>(config, new EventKeyDeserializer(), values);
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    private void add(ConsumerRecord<EventKey, Event> record) {
        Stored before = application(record.key().instanceId());
        if (record.key().revision() != before.history().events()) {
            throw new IllegalStateException("expected the event at revision %d, but it is %s"
                    .formatted(before.history().events(), record.key()));
        }
        applications.put(
                record.key().instanceId(),
                new Stored(
                        LoanApplication.DECIDER.evolve(before.state(), record.value()),
                        before.history().plus(record.value())));
    }

    /** An application; one that is not there has neither state nor history. */
    Stored application(String id) {
        return applications.getOrDefault(id, new Stored(LoanApplication.DECIDER.initialState(), History.NONE));
    }
}
