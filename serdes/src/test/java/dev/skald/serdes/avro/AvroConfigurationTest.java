/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.serdes.avro.generated.Channel;
import dev.skald.serdes.avro.generated.Transfer;
import dev.skald.serdes.registry.SchemaRegistries;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** Serdes by class name, as configurations have them. */
class AvroConfigurationTest {

    private static final String TOPIC = "transfers";
    private static final Transfer TRANSFER = Transfer.newBuilder()
            .setId("t-1")
            .setCents(5)
            .setAt(Instant.ofEpochMilli(1))
            .setRate(new BigDecimal("1.2500"))
            .setChannel(Channel.ONLINE)
            .setNote("rent")
            .setTags(List.of("a"))
            .build();

    private final Map<String, Object> configs =
            new HashMap<>(Map.of(SchemaRegistries.URL, "mock://" + UUID.randomUUID()));

    private <T> T newInstance(Class<T> kind, Class<?> named) throws ReflectiveOperationException {
        return Utils.newInstance(named.getName(), kind);
    }

    @SuppressWarnings("unchecked")
    private Serializer<Object> serializer(boolean key) throws ReflectiveOperationException {
        Serializer<Object> serializer = newInstance(Serializer.class, AvroSerializer.class);
        serializer.configure(configs, key);
        return serializer;
    }

    @SuppressWarnings("unchecked")
    private Deserializer<Object> deserializer(boolean key) throws ReflectiveOperationException {
        Deserializer<Object> deserializer = newInstance(Deserializer.class, AvroDeserializer.class);
        deserializer.configure(configs, key);
        return deserializer;
    }

    private Object roundTrip(Object value) throws ReflectiveOperationException {
        return deserializer(false).deserialize(TOPIC, serializer(false).serialize(TOPIC, value));
    }

    @Test
    void aConfigurationForConfluentsSerdesIsUnderstood() throws Exception {
        configs.putAll(Map.of(
                "auto.register.schemas", "true",
                "use.latest.version", "false",
                "latest.compatibility.strict", "true",
                "normalize.schemas", "true",
                "value.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy",
                "key.subject.name.strategy", "io.confluent.kafka.serializers.subject.TopicNameStrategy",
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "user:secret",
                "specific.avro.reader", "true",
                "some.setting.of.another", 7));

        assertThat(roundTrip(TRANSFER)).isEqualTo(TRANSFER);
        assertThat(SchemaRegistries.from(configs).subjects())
                .containsExactly("transfers-dev.skald.serdes.avro.generated.Transfer");
    }

    @Test
    void recordsAreGenericUnlessGeneratedClassesAreAskedFor() throws Exception {
        assertThat(roundTrip(TRANSFER))
                .isInstanceOfSatisfying(
                        GenericRecord.class,
                        record -> assertThat(record.get("cents")).isEqualTo(5L));
        configs.put("specific.avro.reader", true);
        assertThat(roundTrip(TRANSFER)).isEqualTo(TRANSFER);
        configs.put(SchemaRegistries.URL, "mock://" + UUID.randomUUID());
        assertThatThrownBy(() -> roundTrip(new Sample.Opened("Ann", Instant.EPOCH)))
                .hasMessageContaining("specific.avro.reader");
    }

    @Test
    void simpleValuesComeBackAsTheyAre() throws Exception {
        for (Object value : List.of("text", 7, 7L, 1.5f, 1.5, true)) {
            assertThat(roundTrip(value)).isEqualTo(value);
            configs.put(SchemaRegistries.URL, "mock://" + UUID.randomUUID());
        }
        assertThat(roundTrip(new byte[] {1, 2})).isEqualTo(new byte[] {1, 2});
        assertThat(roundTrip(ByteBuffer.wrap(new byte[] {1, 2}))).isEqualTo(new byte[] {1, 2});
        assertThat(serializer(false).serialize(TOPIC, null)).isNull();
    }

    @Test
    void aTypeMayBeNamed() throws Exception {
        configs.put("skald.avro.value.type", Sample.Event.class.getName());
        configs.put("skald.avro.key.type", String.class.getName());
        assertThat(roundTrip(new Sample.Deposited(5, "rent"))).isEqualTo(new Sample.Deposited(5, "rent"));
        assertThat(deserializer(true).deserialize(TOPIC, serializer(true).serialize(TOPIC, "id")))
                .isEqualTo("id");
        assertThat(SchemaRegistries.from(configs).subjects()).containsExactly("transfers-key", "transfers-value");
    }

    @Test
    void aStreamsApplicationMayNameTheSerde() throws Exception {
        @SuppressWarnings("unchecked")
        Serde<Object> serde = newInstance(Serde.class, AvroSerde.class);
        serde.configure(configs, false);
        assertThat(serde.deserializer().deserialize(TOPIC, serde.serializer().serialize(TOPIC, "text")))
                .isEqualTo("text");
        serde.close();
    }

    @Test
    void everyPairOfSerializerAndDeserializerIsASerde() throws Exception {
        configs.put("specific.avro.reader", "true");
        @SuppressWarnings("unchecked")
        Serializer<Object> serializer = newInstance(Serializer.class, AvroSerializer.class);
        @SuppressWarnings("unchecked")
        Deserializer<Object> deserializer = newInstance(Deserializer.class, AvroDeserializer.class);
        Serde<Object> serde = Serdes.serdeFrom(serializer, deserializer);
        serde.configure(configs, false);

        assertThat(serde.deserializer().deserialize(TOPIC, serde.serializer().serialize(TOPIC, TRANSFER)))
                .isEqualTo(TRANSFER);
        serde.close();
    }

    @Test
    void wrongSettingsAreRefusedAndSayWhatWouldBeRight() {
        for (Map.Entry<String, Object> wrong : Map.<String, Object>of(
                        "auto.register.schemas", "maybe",
                        "specific.avro.reader", "often",
                        "value.subject.name.strategy", "com.example.MyStrategy",
                        "skald.avro.value.type", "com.example.Missing")
                .entrySet()) {
            Map<String, Object> all = new HashMap<>(configs);
            all.put(wrong.getKey(), wrong.getValue());
            assertThatThrownBy(() -> new AvroSerde<>().configure(all, false))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(wrong.getKey());
        }
        assertThatThrownBy(() -> new AvroSerde<>().configure(Map.of(), false))
                .hasMessageContaining(SchemaRegistries.URL);
    }
}
