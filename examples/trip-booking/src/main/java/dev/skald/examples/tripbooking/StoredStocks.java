/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import dev.skald.EventKey;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.EventKeyDeserializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The stocks of one kind as the message store has them: every event since the beginning, read by an ordinary consumer,
 * and looked at one after the other.
 *
 * @param <S> the state of the stocks
 * @param <E> their events
 */
final class StoredStocks<S extends Stock, E> {

    private final AggregateType<S, ?, E> type;
    private final Map<String, Stored<S>> stocks = new HashMap<>();
    private final List<String> oversold = new ArrayList<>();
    private long events;

    private record Stored<S>(S state, long revision) {}

    private StoredStocks(AggregateType<S, ?, E> type) {
        this.type = type;
    }

    /** Reads the message store from its beginning to its present end. */
    static <S extends Stock, E> StoredStocks<S, E> read(
            String bootstrapServers, String journalTopic, AggregateType<S, ?, E> type) {
        StoredStocks<S, E> stored = new StoredStocks<>(type);
        try (KafkaConsumer<EventKey, E> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new EventKeyDeserializer(),
                type.eventSerde().deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(journalTopic).stream()
                    .map(info -> new TopicPartition(journalTopic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(stored::add);
            }
        }
        return stored;
    }

    private void add(ConsumerRecord<EventKey, E> event) {
        String id = event.key().instanceId();
        Stored<S> before = stocks.getOrDefault(id, new Stored<>(type.decider().initialState(), 0));
        if (event.key().revision() != before.revision()) {
            throw new IllegalStateException(
                    "expected the event at revision %d, but it is %s".formatted(before.revision(), event.key()));
        }
        S state = type.decider().evolve(before.state(), event.value());
        if (state.oversold()) {
            oversold.add("expected %s not to be oversold, but after %s it is".formatted(id, event.key()));
        }
        stocks.put(id, new Stored<>(state, before.revision() + 1));
        events++;
    }

    /** A stock; one that is not there is as it was before anything happened to it. */
    S stock(String id) {
        Stored<S> stored = stocks.get(id);
        return stored == null ? type.decider().initialState() : stored.state();
    }

    Map<String, S> stocks() {
        Map<String, S> states = new HashMap<>();
        stocks.forEach((id, stored) -> states.put(id, stored.state()));
        return states;
    }

    /** What was oversold, at any time. */
    List<String> oversold() {
        return List.copyOf(oversold);
    }

    long events() {
        return events;
    }
}
