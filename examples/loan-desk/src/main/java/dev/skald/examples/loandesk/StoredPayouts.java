/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.EventKey;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.EventKeyDeserializer;
import dev.skald.kafka.SkaldApplication;
import dev.skald.tcc.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * What treasury, ledger and notary have in the message store, read by an ordinary consumer and told from their events
 * alone.
 */
final class StoredPayouts {

    private final Book treasury = new Book();
    private final Book ledger = new Book();
    private final Book notary = new Book();
    private long budget;

    /** What one of them holds, and what it has made final, in euros by application. */
    private static final class Book {

        private final Map<String, Long> held = new TreeMap<>();
        private final Map<String, Long> settled = new TreeMap<>();

        void hold(String application, long euros) {
            held.put(application, euros);
        }

        void settle(String application) {
            settled.merge(application, euros(application), Long::sum);
        }

        void release(String application) {
            euros(application);
        }

        private long euros(String application) {
            Long euros = held.remove(application);
            if (euros == null) {
                throw new IllegalStateException(
                        "expected something to be held for %s, but nothing is".formatted(application));
            }
            return euros;
        }
    }

    private StoredPayouts() {}

    /** Reads the message stores from their beginning to their present end. */
    static StoredPayouts read(String bootstrapServers, SkaldApplication application) {
        StoredPayouts stored = new StoredPayouts();
        read(bootstrapServers, application, Treasury.TYPE, (key, event) -> stored.add(event));
        read(bootstrapServers, application, Ledger.TYPE, (key, event) -> stored.add(event));
        read(bootstrapServers, application, Notary.TYPE, (key, event) -> stored.add(key.instanceId(), event));
        return stored;
    }

    private static <E> void read(
            String bootstrapServers,
            SkaldApplication application,
            AggregateType<?, ?, E> type,
            BiConsumer<EventKey, E> reader) {
        String topic = application.journalTopic(type);
        try (KafkaConsumer<EventKey, E> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new EventKeyDeserializer(),
                type.eventSerde().deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> reader.accept(record.key(), record.value()));
            }
        }
    }

    private void add(Treasury.Event event) {
        if (event instanceof Treasury.Funded funded) {
            budget = funded.budget();
        } else if (event instanceof Treasury.Reserved reserved) {
            treasury.hold(reserved.application(), reserved.euros());
        } else if (event instanceof Treasury.Paid paid) {
            treasury.settle(paid.application());
        } else if (event instanceof Treasury.Freed freed) {
            treasury.release(freed.application());
        }
    }

    private void add(Ledger.Event event) {
        if (event instanceof Ledger.Drafted drafted) {
            ledger.hold(drafted.application(), drafted.euros());
        } else if (event instanceof Ledger.Booked booked) {
            ledger.settle(booked.application());
        } else if (event instanceof Ledger.Erased erased) {
            ledger.release(erased.application());
        }
    }

    private void add(String application, Notary.Event event) {
        if (event instanceof Notary.DrawnUp drawnUp) {
            notary.hold(application, drawnUp.euros());
        } else if (event instanceof Notary.Registered) {
            notary.settle(application);
        } else if (event instanceof Notary.TornUp) {
            notary.release(application);
        }
    }

    long budget() {
        return budget;
    }

    long paid() {
        return treasury.settled.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Where it differs from what was approved and how the payouts ended; empty if all is well.
     *
     * @param approved the amounts that were approved, by application
     */
    List<String> differences(Map<String, Long> approved, Payouts payouts) {
        List<String> differences = new ArrayList<>();
        payouts.unknown().forEach((id, why) -> differences.add("the payout of %s: %s".formatted(id, why)));
        Map<String, Long> expected = new TreeMap<>();
        Map<String, Outcome> outcomes = payouts.outcomes();
        approved.forEach((id, euros) -> {
            Outcome outcome = outcomes.get(id);
            if (outcome != null && outcome.isConfirmed()) {
                expected.put(id, euros);
            } else if (outcome == null || outcome.result() != Outcome.Result.TRY_FAILED) {
                differences.add(
                        "the payout of %s: expected it to be paid or refused, but it is %s".formatted(id, outcome));
            }
        });
        Map<String, Book> books = new HashMap<>(Map.of("treasury", treasury, "ledger", ledger, "notary", notary));
        books.forEach((name, book) -> {
            if (!book.settled.equals(expected)) {
                differences.add("what the %s has: expected %s, but it is %s".formatted(name, expected, book.settled));
            }
            if (!book.held.isEmpty()) {
                differences.add("what the %s holds: expected nothing, but it is %s".formatted(name, book.held));
            }
        });
        if (paid() > budget) {
            differences.add("what is paid: expected at most %d, but it is %d".formatted(budget, paid()));
        }
        return differences;
    }
}
