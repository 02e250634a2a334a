/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.interoperability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.examples.interoperability.Order.Cancelled;
import dev.skald.examples.interoperability.Order.Event;
import dev.skald.examples.interoperability.Order.Placed;
import dev.skald.serdes.avro.AvroSchemas;
import dev.skald.serdes.avro.AvroSerde;
import dev.skald.serdes.registry.SchemaRegistries;
import dev.skald.serdes.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Skald's serde writes others read, what they write it reads, and the bytes are the same. */
@ExtendWith(RegistryServerExtension.class)
class AvroIT {

    private static final Schema SCHEMA = AvroSchemas.of(Order.class);

    private static Map<String, Object> configs(RegistryServer server) {
        return Map.of("schema.registry.url", server.url());
    }

    private static <T> byte[] write(AvroSerde<T> serde, String topic, T value) {
        return serde.serializer().serialize(topic, value);
    }

    private static int idOf(byte[] bytes) {
        assertThat(bytes[0]).isZero();
        return ByteBuffer.wrap(bytes, 1, 4).getInt();
    }

    /** What Avro's own reader finds after the header. */
    private static Object readByAvro(Schema schema, byte[] bytes) throws IOException {
        var decoder = DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null);
        Object read = new GenericDatumReader<>(schema).read(null, decoder);
        assertThat(decoder.isEnd()).isTrue();
        return read;
    }

    private static byte[] writeByAvro(Schema schema, byte[] header, Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header, 0, 5);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static void assertIsSample(Object read) {
        assertThat(read).isInstanceOfSatisfying(GenericRecord.class, order -> {
            assertThat(order.get("id")).hasToString("Bestellung № 7");
            assertThat(order.get("cents")).isEqualTo(-123_456_789L);
            assertThat(order.get("paid")).isEqualTo(true);
            assertThat(order.get("weight")).isEqualTo(0.1);
            assertThat(order.get("day")).isEqualTo((int) Order.sample().day().toEpochDay());
            assertThat(order.get("token")).hasToString(Order.sample().token().toString());
            assertThat(order.get("colour")).hasToString("GREEN");
            assertThat((List<?>) order.get("lines"))
                    .extracting(line -> ((GenericRecord) line).get("article").toString())
                    .containsExactly("apple", "päar");
            assertThat(order.get("note")).isNull();
        });
    }

    @Test
    void avrosOwnReaderAndWriter(RegistryServer server) throws IOException {
        try (AvroSerde<Order> serde = AvroSerde.of(Order.class).with(configs(server));
                SchemaRegistry registry = SchemaRegistries.from(configs(server))) {
            byte[] ours = write(serde, "by-avro", Order.sample());
            Schema schema = registry.schemaOf(idOf(ours));

            Object read = readByAvro(schema, ours);
            byte[] theirs = writeByAvro(schema, ours, read);

            assertIsSample(read);
            assertThat(theirs).isEqualTo(ours);
            assertThat(serde.deserializer().deserialize("by-avro", theirs)).isEqualTo(Order.sample());
        }
    }

    @Test
    void confluentsSerializers(RegistryServer server) throws IOException {
        try (AvroSerde<Order> serde = AvroSerde.of(Order.class).with(configs(server));
                Serializer<Object> serializer = Others.confluentSerializer(server, Map.of());
                Deserializer<Object> deserializer = Others.confluentDeserializer(server)) {
            exchange(serde, "confluent", serializer, deserializer);
        }
    }

    @Test
    void apicuriosSerializers(RegistryServer server) throws IOException {
        try (AvroSerde<Order> serde = AvroSerde.of(Order.class).with(configs(server));
                Serializer<Object> serializer = Others.apicurioSerializer(server, true);
                Deserializer<Object> deserializer = Others.apicurioDeserializer(server)) {
            exchange(serde, "apicurio", serializer, deserializer);
        }
    }

    @Test
    void apicuriosSerializerThatRegistersNestedTypesByThemselves(RegistryServer server) throws IOException {
        try (AvroSerde<Order> serde = AvroSerde.of(Order.class).with(configs(server));
                Serializer<Object> serializer = Others.apicurioSerializer(server, false)) {
            byte[] ours = write(serde, "apicurio-whole", Order.sample());
            byte[] theirs = serializer.serialize("apicurio-nested", readByAvro(SCHEMA, ours));

            assertThat(idOf(theirs)).isNotEqualTo(idOf(ours));
            assertThat(serde.deserializer().deserialize("apicurio-nested", theirs))
                    .isEqualTo(Order.sample());
        }
    }

    /** Both ways, with each side being the first to register. */
    private static void exchange(
            AvroSerde<Order> serde, String name, Serializer<Object> serializer, Deserializer<Object> deserializer)
            throws IOException {
        byte[] ours = write(serde, name + "-after-us", Order.sample());
        Object read = deserializer.deserialize(name + "-after-us", ours);
        assertIsSample(read);
        assertThat(serializer.serialize(name + "-after-us", read)).isEqualTo(ours);

        Object record = readByAvro(SCHEMA, ours);
        byte[] theirs = serializer.serialize(name + "-before-us", record);
        assertThat(serde.deserializer().deserialize(name + "-before-us", theirs))
                .isEqualTo(Order.sample());
        assertThat(write(serde, name + "-before-us", Order.sample())).isEqualTo(theirs);
    }

    @Test
    void aSealedInterfaceIsAUnionForConfluentToo(RegistryServer server) {
        try (AvroSerde<Event> serde = AvroSerde.of(Event.class).with(configs(server));
                Serializer<Object> serializer = Others.confluentSerializer(
                        server, Map.of("auto.register.schemas", false, "use.latest.version", true));
                Deserializer<Object> deserializer = Others.confluentDeserializer(server)) {
            for (Event event : List.of(new Placed("Ann", 5), new Cancelled("too late"), new Cancelled(null))) {
                byte[] ours = write(serde, "events", event);
                Object read = deserializer.deserialize("events", ours);
                byte[] theirs = serializer.serialize("events", read);

                assertThat(((GenericRecord) read).getSchema().getName())
                        .isEqualTo(event.getClass().getSimpleName());
                assertThat(theirs).isEqualTo(ours);
                assertThat(serde.deserializer().deserialize("events", theirs)).isEqualTo(event);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TopicNameStrategy", "RecordNameStrategy", "TopicRecordNameStrategy"})
    void subjectsHaveTheNamesThatConfluentGivesThem(String strategy, RegistryServer server) {
        Map<String, Object> naming = Map.of(
                "schema.registry.url",
                server.url(),
                "value.subject.name.strategy",
                "io.confluent.kafka.serializers.subject." + strategy);
        String topic = "named-by-" + strategy;
        try (AvroSerde<Order> serde = AvroSerde.of(Order.class).with(naming)) {
            byte[] ours = write(serde, topic, Order.sample());
            try (Serializer<Object> serializer = Others.confluentSerializer(
                            server,
                            Map.of(
                                    "auto.register.schemas",
                                    false,
                                    "value.subject.name.strategy",
                                    "io.confluent.kafka.serializers.subject." + strategy));
                    Deserializer<Object> deserializer = Others.confluentDeserializer(server)) {
                // It registers nothing, so it finds the schema only under the same name.
                assertThat(serializer.serialize(topic, deserializer.deserialize(topic, ours)))
                        .isEqualTo(ours);
            }
        }
    }

    @Test
    void aNewerVersionThatConfluentWroteIsReadByAnOlderType(RegistryServer server) throws IOException {
        Schema newer = new Schema.Parser()
                .parse(AvroSchemas.of(Placed.class)
                        .toString()
                        .replace("\"fields\":[", "\"fields\":[{\"name\":\"added\",\"type\":\"long\",\"default\":0},"));
        GenericData.Record record = new GenericData.Record(newer);
        record.put("added", 9L);
        record.put("by", "Ann");
        record.put("cents", 5L);
        try (AvroSerde<Placed> serde = AvroSerde.of(Placed.class).with(configs(server));
                Serializer<Object> serializer = Others.confluentSerializer(server, Map.of())) {
            byte[] theirs = serializer.serialize("newer", record);

            assertThat(serde.deserializer().deserialize("newer", theirs)).isEqualTo(new Placed("Ann", 5));
            assertThat(readByAvro(newer, theirs)).isEqualTo(record);
        }
    }

    @Test
    void librariesForJavaScript(RegistryServer server) {
        JavaScript javaScript = JavaScript.installed();
        try (AvroSerde<Order> serde = AvroSerde.of(Order.class).with(configs(server))) {
            byte[] ours = write(serde, "javascript", Order.sample());

            var answer = javaScript.run(
                    "exchange.mjs",
                    server.url(),
                    "javascript-value",
                    HexFormat.of().formatHex(ours));

            for (String library : List.of("registry", "avsc")) {
                var value = answer.path(library).path("value");
                assertThat(value.path("id").asText()).isEqualTo("Bestellung № 7");
                assertThat(value.path("cents").asLong()).isEqualTo(-123_456_789L);
                assertThat(value.path("colour").asText()).isEqualTo("GREEN");
                assertThat(value.path("lines").path(1).path("article").asText()).isEqualTo("päar");
                assertThat(value.path("note").isNull()).isTrue();
                byte[] theirs =
                        HexFormat.of().parseHex(answer.path(library).path("hex").asText());
                assertThat(theirs).as(library).isEqualTo(ours);
                assertThat(serde.deserializer().deserialize("javascript", theirs))
                        .isEqualTo(Order.sample());
            }
            assertThat(answer.path("registry").path("id").asInt()).isEqualTo(idOf(ours));
        }
    }
}
