/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaLogTest {

    private static final TopicPartition PARTITION = new TopicPartition("schemas", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Schema LONG = Schema.create(Schema.Type.LONG);
    private static final Schema STRING = Schema.create(Schema.Type.STRING);

    private final Catalog catalog = new Catalog("kafka://schemas at nowhere");

    private static ConsumerRecord<byte[], byte[]> record(long offset, @Nullable String key, @Nullable String value) {
        return new ConsumerRecord<>("schemas", 0, offset, bytes(key), bytes(value));
    }

    @SuppressWarnings("NullAway") // A record may have no key and no value.
    private static byte[] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, RegisteredSchema registered) {
        ProducerRecord<byte[], byte[]> written = SchemaRecord.write("schemas", registered);
        return new ConsumerRecord<>("schemas", 0, offset, written.key(), written.value());
    }

    @SafeVarargs
    private static MockConsumer<byte[], byte[]> consumerOf(ConsumerRecord<byte[], byte[]>... records) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) records.length));
        consumer.schedulePollTask(() -> {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                consumer.addRecord(record);
            }
        });
        return consumer;
    }

    @Test
    void whoWaitsSeesAllThatWasThereBefore() {
        MockConsumer<byte[], byte[]> consumer = consumerOf(
                record(0, new RegisteredSchema("a", 1, 1, LONG)),
                record(1, new RegisteredSchema("b", 1, 1, LONG)),
                record(2, new RegisteredSchema("a", 2, 2, STRING)));

        try (SchemaLog log = new SchemaLog(catalog, "schemas", () -> {}, () -> consumer)) {
            log.catchUp(PATIENCE);
        }

        assertThat(catalog.latest("a")).isEqualTo(new RegisteredSchema("a", 2, 2, STRING));
        assertThat(catalog.latest("b")).isEqualTo(new RegisteredSchema("b", 1, 1, LONG));
        assertThat(catalog.proposal("c", STRING)).isEqualTo(new RegisteredSchema("c", 1, 2, STRING));
        assertThat(catalog.proposal("a", Schema.create(Schema.Type.INT)).id()).isEqualTo(3);
    }

    @Test
    void whatIsNoSchemaOrContradictsIsLeftOut() {
        MockConsumer<byte[], byte[]> consumer = consumerOf(
                record(0, "{\"subject\":\"a\",\"version\":1}", "{\"id\":1,\"schema\":\"\\\"long\\\"\"}"),
                record(1, "{\"subject\":\"a\",\"version\":1}", null),
                record(2, null, "{\"id\":2,\"schema\":\"\\\"int\\\"\"}"),
                record(3, "nonsense", "nonsense"),
                record(4, "{}", "{}"),
                record(5, "", ""),
                record(6, "{\"subject\":\"a\",\"version\":1.5}", "{\"id\":2,\"schema\":\"\\\"int\\\"\"}"),
                record(7, "{\"subject\":\"a\",\"version\":2}", "{\"id\":99999999999,\"schema\":\"\\\"int\\\"\"}"),
                record(8, "{\"subject\":\"a\",\"version\":2}", "{\"id\":2,\"schema\":\"nonsense\"}"),
                record(9, new RegisteredSchema("a", 2, 1, STRING)),
                record(10, new RegisteredSchema("a", 2, 2, LONG)),
                record(11, new RegisteredSchema("a", 1, 2, STRING)),
                record(
                        12,
                        "{\"subject\":\"a\",\"version\":2,\"x\":1}",
                        "{\"id\":2,\"schema\":\"\\\"string\\\"\",\"y\":[]}"));

        try (SchemaLog log = new SchemaLog(catalog, "schemas", () -> {}, () -> consumer)) {
            log.catchUp(PATIENCE);
        }

        assertThat(catalog.subjects()).containsExactly("a");
        assertThat(catalog.versions("a"))
                .containsExactly(new RegisteredSchema("a", 1, 1, LONG), new RegisteredSchema("a", 2, 2, STRING));
    }

    @Test
    void aTopicThatIsNotAsItMustBeIsSaidAtOnceToWhoAsks() {
        RegistryFailureException wrong =
                new RegistryFailureException("topic schemas", "it must have one partition, and has 3", null, null);
        try (SchemaLog log = new SchemaLog(
                catalog,
                "schemas",
                () -> {
                    throw wrong;
                },
                SchemaLogTest::consumerOf)) {
            assertThatThrownBy(() -> log.catchUp(PATIENCE)).isSameAs(wrong);
        }
    }

    @Test
    void aBrokerThatComesBackIsReadOn() {
        AtomicInteger opened = new AtomicInteger();
        MockConsumer<byte[], byte[]> failing = consumerOf();
        failing.updateEndOffsets(Map.of(PARTITION, 1L));
        failing.setPollException(new KafkaException("the broker is away"));
        MockConsumer<byte[], byte[]> working = consumerOf(record(0, new RegisteredSchema("a", 1, 1, LONG)));
        try (SchemaLog log =
                new SchemaLog(catalog, "schemas", () -> {}, () -> opened.getAndIncrement() == 0 ? failing : working)) {
            log.catchUp(PATIENCE);
        }

        assertThat(opened).hasValue(2);
        assertThat(catalog.schemaOf(1)).isEqualTo(LONG);
    }

    @Test
    void whoWaitsInVainIsToldWhy() {
        try (SchemaLog log = new SchemaLog(
                catalog,
                "schemas",
                () -> {
                    throw new KafkaException("the broker is away");
                },
                SchemaLogTest::consumerOf)) {
            assertThatThrownBy(() -> log.catchUp(Duration.ofMillis(300)))
                    .isInstanceOf(RegistryUnreachableException.class)
                    .hasMessageContaining("kafka://schemas at nowhere")
                    .hasMessageContaining("the broker is away");
        }
    }
}
