/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.bankaccount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.serdes.json.JsonSerde;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.personal.KafkaPersonalKeys;
import dev.skald.serdes.personal.MasterKey;
import dev.skald.serdes.personal.MasterKeys;
import dev.skald.serdes.personal.Personal;
import dev.skald.serdes.personal.PersonalKeys;
import dev.skald.serdes.personal.PersonalKeysException;
import dev.skald.serdes.personal.Subject;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys of personal fields in a topic of a real broker; each handle stands for a process. */
@ExtendWith(EmbeddedKafkaExtension.class)
class PersonalKeysIT {

    /** Somebody opened an account. */
    public record Registered(
            @Subject String customer,
            @Personal(placeholder = "(erased)") String name,
            @Personal Optional<String> phone) {}

    private static final MasterKey FIRST = MasterKey.of("2026-1", bytes(1));
    private static final MasterKey SECOND = MasterKey.of("2026-2", bytes(2));
    private static final Registered ANN = new Registered("c-1", "Ann", Optional.of("555"));
    private static final Registered ERASED = new Registered("c-1", "(erased)", Optional.empty());

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[32];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Map<String, Object> config(EmbeddedKafka kafka) {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private static KafkaPersonalKeys open(EmbeddedKafka kafka, String topic, MasterKey current, MasterKey... earlier) {
        return KafkaPersonalKeys.open(config(kafka), topic, MasterKeys.of(current, earlier));
    }

    private static JsonSerde<Registered> serde(PersonalKeys keys) {
        return JsonSerde.builder(Registered.class)
                .personal(FieldCipher.of(keys))
                .build();
    }

    private static byte[] write(PersonalKeys keys, Registered value) {
        return serde(keys).serializer().serialize("registrations", value);
    }

    private static Registered read(PersonalKeys keys, byte[] bytes) {
        return serde(keys).deserializer().deserialize("a-copy-of-registrations", bytes);
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as(what).isBefore(end);
            Thread.sleep(10);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(EmbeddedKafka kafka, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
            return all;
        }
    }

    @Test
    void whatOneProcessEncryptsTheOthersReadUntilTheKeyIsForgotten(EmbeddedKafka kafka) throws Exception {
        try (KafkaPersonalKeys one = open(kafka, "keys-forget", FIRST);
                KafkaPersonalKeys other = open(kafka, "keys-forget", FIRST)) {
            byte[] bytes = write(one, ANN);
            byte[] kept = write(other, new Registered("c-2", "Bob", Optional.empty()));
            assertThat(read(other, bytes)).isEqualTo(ANN);
            assertThat(write(one, ANN)).isNotEqualTo(bytes);
            assertThat(one.size()).isEqualTo(2);

            one.forget("c-1");

            assertThat(read(one, bytes)).isEqualTo(ERASED);
            await(() -> read(other, bytes).equals(ERASED), "the other process loses the key out of its memory");
            assertThat(read(one, kept).name()).isEqualTo("Bob");
            assertThat(read(other, write(one, ANN))).as("a new key").isEqualTo(ANN);
            assertThat(read(other, bytes)).isEqualTo(ERASED);
        }
        try (KafkaPersonalKeys restarted = open(kafka, "keys-forget", FIRST)) {
            assertThat(restarted.size()).isEqualTo(2);
        }
    }

    @Test
    void processesThatGiveOneSubjectAKeyAtTheSameTimeAgree(EmbeddedKafka kafka) throws Exception {
        try (KafkaPersonalKeys one = open(kafka, "keys-race", FIRST);
                KafkaPersonalKeys other = open(kafka, "keys-race", FIRST)) {
            List<byte[]> written = new ArrayList<>();
            List<CompletableFuture<byte[]>> writes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                PersonalKeys keys = i % 2 == 0 ? one : other;
                writes.add(CompletableFuture.supplyAsync(() -> write(keys, ANN)));
            }
            for (CompletableFuture<byte[]> write : writes) {
                written.add(write.get());
            }

            Set<String> keyIds = new HashSet<>();
            records(kafka, "keys-race").forEach(record -> keyIds.add(new String(record.key(), UTF_8).substring(0, 36)));
            assertThat(keyIds).as("at most one key from each process").hasSizeBetween(1, 2);
            for (byte[] bytes : written) {
                assertThat(read(one, bytes)).isEqualTo(ANN);
                assertThat(read(other, bytes)).isEqualTo(ANN);
            }

            one.forget("c-1");

            for (byte[] bytes : written) {
                assertThat(read(one, bytes)).isEqualTo(ERASED);
                await(() -> read(other, bytes).equals(ERASED), "all keys of the subject are gone");
            }
        }
    }

    @Test
    void aMasterKeyIsReplacedByWrappingAllKeysAnew(EmbeddedKafka kafka) {
        byte[] bytes;
        try (KafkaPersonalKeys keys = open(kafka, "keys-rotate", FIRST)) {
            bytes = write(keys, ANN);
        }
        try (KafkaPersonalKeys keys = open(kafka, "keys-rotate", SECOND)) {
            assertThatThrownBy(() -> read(keys, bytes))
                    .isInstanceOf(PersonalKeysException.class)
                    .hasMessageContaining("expected master key 2026-1");
        }
        try (KafkaPersonalKeys keys = open(kafka, "keys-rotate", SECOND, FIRST)) {
            assertThat(read(keys, bytes)).isEqualTo(ANN);
            assertThat(keys.rewrap()).isEqualTo(1);
            assertThat(keys.rewrap()).isZero();
        }
        try (KafkaPersonalKeys keys = open(kafka, "keys-rotate", SECOND)) {
            assertThat(read(keys, bytes)).isEqualTo(ANN);
        }
    }

    @Test
    void aKeyThatIsWrittenAgainAfterItWasForgottenStaysForgotten(EmbeddedKafka kafka) throws Exception {
        String topic = "keys-revived";
        try (KafkaPersonalKeys keys = open(kafka, topic, FIRST);
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(config(kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] bytes = write(keys, ANN);
            ConsumerRecord<byte[], byte[]> key = records(kafka, topic).get(0);
            keys.forget("c-1");

            producer.send(new ProducerRecord<>(topic, 0, key.key(), key.value()))
                    .get();

            await(() -> records(kafka, topic).size() == 4, "a key, its tombstone, the key again, a tombstone again");
            assertThat(records(kafka, topic).get(3).value()).isNull();
            assertThat(read(keys, bytes)).isEqualTo(ERASED);
        }
    }

    @Test
    void aTopicInWhichKeysWouldBeLostIsRefused(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(config(kafka))) {
            admin.createTopics(List.of(
                            new NewTopic("keys-deleted", Optional.of(1), Optional.empty()),
                            new NewTopic("keys-spread", Optional.of(2), Optional.empty())))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> open(kafka, "keys-deleted", FIRST))
                .isInstanceOf(PersonalKeysException.class)
                .hasMessageContaining("cleanup.policy=compact");
        assertThatThrownBy(() -> open(kafka, "keys-spread", FIRST)).hasMessageContaining("one partition");
    }

    @Test
    void aKeyThatNeverWasIsLookedForOnce(EmbeddedKafka kafka) {
        try (KafkaPersonalKeys keys = open(kafka, "keys-none", FIRST)) {
            UUID id = UUID.randomUUID();
            assertThat(keys.find(id)).isEmpty();
            assertThat(keys.find(id)).isEmpty();
        }
    }
}
