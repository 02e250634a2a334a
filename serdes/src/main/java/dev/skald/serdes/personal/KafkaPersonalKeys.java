/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Keys in a compacted topic of their own, wrapped by a master key. Every process that reads or writes personal fields
 * follows the topic and holds the wrapped keys in memory (some 300 bytes each), and of the unwrapped ones those that it
 * used last.
 *
 * <p>Two processes may give one subject a key each at the same time: both keys are good, for what is encrypted names
 * its key, and forgetting the subject deletes all. A key is written with all in-sync replicas before anything is
 * encrypted with it, so a key that is not in the topic is forgotten, which is looked up at the end of the topic before
 * it is believed.
 *
 * <p>One per process is enough: any thread may call, and all serdes can share it.
 */
public final class KafkaPersonalKeys implements PersonalKeys {

    private static final int UNWRAPPED_KEYS = 10_000;
    private static final int ROUNDS = 100;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final String topic;
    private final MasterKeys masterKeys;
    private final KeyTable table = new KeyTable(UNWRAPPED_KEYS);
    private final Map<String, CompletableFuture<PersonalKey>> creating = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Producer<byte[], byte[]> producer;
    private final KeyTail tail;

    private KafkaPersonalKeys(Map<String, Object> config, String topic, MasterKeys masterKeys) {
        this.topic = topic;
        this.masterKeys = masterKeys;
        this.producer =
                new KafkaProducer<>(producerConfig(config), new ByteArraySerializer(), new ByteArraySerializer());
        this.tail = new KeyTail(
                new KafkaConsumer<>(consumerConfig(config), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                topic,
                table,
                name -> await(tombstone(name)));
    }

    /**
     * Opens the topic, creating it if it is missing, and reads all that is in it.
     *
     * @param config how to reach Kafka: {@code bootstrap.servers}, security and so on
     * @param topic holds keys and nothing else; one partition, compacted, readable and writable only for those who may
     *     see personal data
     * @throws PersonalKeysException if the topic cannot be read, or is no such topic
     */
    public static KafkaPersonalKeys open(Map<String, ?> config, String topic, MasterKeys masterKeys) {
        Map<String, Object> copy = new HashMap<>(config);
        KeyTopic.ensure(copy, requireNonNull(topic, "topic"));
        KafkaPersonalKeys keys = new KafkaPersonalKeys(copy, topic, requireNonNull(masterKeys, "masterKeys"));
        keys.tail.start();
        try {
            keys.catchUp();
        } catch (RuntimeException e) {
            keys.close();
            throw e;
        }
        return keys;
    }

    private static Map<String, Object> producerConfig(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(config);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return all;
    }

    private static Map<String, Object> consumerConfig(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(config);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return all;
    }

    @Override
    public PersonalKey keyOf(String subject) {
        PersonalKey known = table.latest(subject, masterKeys);
        if (known != null) {
            return known;
        }
        CompletableFuture<PersonalKey> mine = new CompletableFuture<>();
        CompletableFuture<PersonalKey> other = creating.putIfAbsent(subject, mine);
        if (other != null) {
            return await(other);
        }
        try {
            // Between the first look and now another thread may have finished.
            PersonalKey late = table.latest(subject, masterKeys);
            PersonalKey key = late != null ? late : create(subject);
            mine.complete(key);
            return key;
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            creating.remove(subject, mine);
        }
    }

    private PersonalKey create(String subject) {
        PersonalKey.checkSubject(subject);
        PersonalKey key = new PersonalKey(UUID.randomUUID(), subject, InMemoryPersonalKeys.randomSecret(random));
        KeyRecord record = KeyRecord.wrap(key, masterKeys.current());
        await(send(record.name(), record.value()));
        table.put(record);
        return key;
    }

    @Override
    public Optional<PersonalKey> find(UUID id) {
        PersonalKey known = table.find(id, masterKeys);
        if (known == null && !table.isForgotten(id)) {
            catchUp();
            known = table.find(id, masterKeys);
            if (known == null) {
                table.remember(id);
            }
        }
        return Optional.ofNullable(known);
    }

    /**
     * Deletes all keys of a subject that are in the topic before the deletion. Other processes have lost them when they
     * have read that far, usually within milliseconds; Kafka takes the wrapped keys from its disks when it compacts the
     * topic, within a day and a segment by the settings with which the topic is created here.
     */
    @Override
    public void forget(String subject) {
        for (int round = 0; round < ROUNDS; round++) {
            catchUp();
            List<KeyRecord.Name> names = table.namesOf(subject);
            if (names.isEmpty()) {
                return;
            }
            sendAll(names.stream().map(this::tombstone).toList());
        }
        throw new PersonalKeysException(
                "expected to delete the last key of a subject, but others keep creating new ones", null);
    }

    /**
     * Wraps anew with the current master key whatever an earlier one had wrapped, so that the earlier one is no longer
     * needed once Kafka has compacted the topic. Other processes must know the current master key by then.
     *
     * @return the number of keys that were wrapped anew
     */
    public int rewrap() {
        catchUp();
        MasterKey current = masterKeys.current();
        Collection<KeyRecord> old = table.notWrappedBy(current.id());
        List<Future<?>> sends = new ArrayList<>();
        for (KeyRecord record : old) {
            sends.add(send(
                    record.name(),
                    KeyRecord.wrap(record.unwrap(masterKeys), current).value()));
        }
        sendAll(sends);
        // What was forgotten meanwhile is seen now, after its tombstone, and deleted again.
        catchUp();
        return old.size();
    }

    /** The number of keys there are. */
    public int size() {
        return table.size();
    }

    private Future<?> tombstone(KeyRecord.Name name) {
        return send(name, null);
    }

    private Future<?> send(KeyRecord.Name name, byte @Nullable [] value) {
        return producer.send(new ProducerRecord<>(topic, 0, name.bytes(), value));
    }

    private void sendAll(List<? extends Future<?>> sends) {
        sends.forEach(this::await);
    }

    private void catchUp() {
        await(tail.catchUp());
    }

    private <R> R await(Future<R> future) {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new PersonalKeysException(
                    "expected the topic of keys %s to answer, but: %s".formatted(topic, e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new PersonalKeysException(
                    "expected the topic of keys %s to answer within %s, but it did not".formatted(topic, TIMEOUT), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PersonalKeysException("interrupted while waiting for the topic of keys " + topic, e);
        }
    }

    @Override
    public void close() {
        tail.close();
        producer.close(TIMEOUT);
    }
}
