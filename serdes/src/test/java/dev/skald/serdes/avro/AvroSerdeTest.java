/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.serdes.Decimal;
import dev.skald.serdes.GeneratedValues;
import dev.skald.serdes.UnreadableRecordException;
import dev.skald.serdes.registry.SchemaRegistries;
import dev.skald.serdes.registry.SchemaRegistry;
import dev.skald.serdes.registry.UnknownSchemaException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {

    private static final String TOPIC = "accounts";

    private final SchemaRegistry registry =
            SchemaRegistries.from(Map.of(SchemaRegistries.URL, "mock://" + UUID.randomUUID()));
    private final AvroSerde<Sample.Event> events =
            AvroSerde.of(Sample.Event.class).with(registry);

    private static <T> byte[] write(Serde<T> serde, T value) {
        return serde.serializer().serialize(TOPIC, value);
    }

    private static <T> T read(Serde<T> serde, byte[] bytes) {
        return serde.deserializer().deserialize(TOPIC, bytes);
    }

    private static Schema schema(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }

    /** Reads with nothing of ours: only Avro and the wire format's five bytes. */
    private Object readByAvroAlone(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        assertThat(buffer.get()).isZero();
        Schema written = registry.schemaOf(buffer.getInt());
        return new GenericDatumReader<>(written)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    }

    private byte[] written(GenericRecord value) {
        return write(AvroSerde.generic().with(registry), value);
    }

    @Test
    void whatIsWrittenIsAvroBehindAZeroAndTheIdOfTheSchema() throws IOException {
        byte[] bytes = write(events, new Sample.Deposited(500, "rent"));

        assertThat(bytes[0]).isZero();
        assertThat(ByteBuffer.wrap(bytes).getInt(1))
                .isEqualTo(registry.latest("accounts-value").id());
        assertThat(Arrays.copyOfRange(bytes, 5, bytes.length)).containsExactly(2, 0xe8, 0x07, 2, 8, 'r', 'e', 'n', 't');
        assertThat(readByAvroAlone(bytes)).hasToString("{\"cents\": 500, \"note\": \"rent\"}");
    }

    @Test
    void avroAloneReadsOneOfEverything() throws IOException {
        GeneratedValues generated = new GeneratedValues(7);
        for (int i = 0; i < 100; i++) {
            Sample.Everything everything = Sample.everything(generated);
            GenericRecord read = (GenericRecord)
                    readByAvroAlone(write(AvroSerde.of(Sample.Everything.class).with(registry), everything));
            assertThat(read.get("text")).hasToString(everything.text());
            assertThat(((GenericRecord) read.get("numbers")).get("twice"))
                    .isEqualTo(everything.numbers().twice());
            assertThat((List<?>) ((GenericRecord) read.get("containers")).get("list"))
                    .extracting(Object::toString)
                    .isEqualTo(everything.containers().list());
        }
    }

    record Account(String owner, long cents) {}

    private static final Schema ACCOUNT_BEFORE = schema("""
            {'type': 'record', 'name': 'Account', 'namespace': 'elsewhere', 'fields': [
              {'name': 'cents', 'type': 'int'}, {'name': 'gone', 'type': {'type': 'array', 'items': 'string'}},
              {'name': 'owner', 'type': ['null', 'string']}]}""");

    @Test
    void whatWasWrittenOtherwiseIsResolvedByAvrosRules() {
        AvroSerde<Account> accounts = AvroSerde.of(Account.class).with(registry);
        GenericRecordBuilder before =
                new GenericRecordBuilder(ACCOUNT_BEFORE).set("cents", 7).set("gone", List.of("a", "b"));

        assertThat(read(accounts, written(before.set("owner", "Ann").build()))).isEqualTo(new Account("Ann", 7));
        byte[] withoutOwner = written(before.set("owner", null).build());
        assertThatThrownBy(() -> read(accounts, withoutOwner))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("Found null, expecting string");
    }

    @Test
    void missingFieldsGetTheirDefaultsAndAliasesAreFollowed() {
        Schema before =
                schema("{'type': 'record', 'name': 'PaidOut', 'namespace': 'dev.skald.serdes.avro.Sample', 'fields': ["
                        + "{'name': 'cents', 'type': 'long'}]}");
        byte[] bytes = written(new GenericRecordBuilder(before).set("cents", 7L).build());

        assertThat(read(events, bytes)).isEqualTo(new Sample.Withdrawn(7, "EUR"));
    }

    @Test
    void aRecordIsNeverReadAsAnotherThatHasTheSameFields() {
        Schema fee = schema(
                "{'type': 'record', 'name': 'FeeCharged', 'namespace': 'dev.skald.serdes.avro.Sample', 'fields': ["
                        + "{'name': 'cents', 'type': 'long'}]}");
        byte[] bytes = written(new GenericRecordBuilder(fee).set("cents", 7L).build());

        assertThatThrownBy(() -> read(events, bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("FeeCharged");
        assertThatThrownBy(() -> read(AvroSerde.of(Sample.Deposited.class).with(registry), bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("FeeCharged");
    }

    record At(Instant at, @Decimal(precision = 9, scale = 4) BigDecimal rate) {}

    @Test
    void timesAreReadInTheUnitTheyWereWrittenInAndDecimalsWithTheirDigits() {
        Schema millis = schema("""
                {'type': 'record', 'name': 'At', 'fields': [
                  {'name': 'at', 'type': {'type': 'long', 'logicalType': 'timestamp-millis'}},
                  {'name': 'rate', 'type':
                    {'type': 'bytes', 'logicalType': 'decimal', 'precision': 4, 'scale': 2}}]}""");
        byte[] bytes = written(new GenericRecordBuilder(millis)
                .set("at", 1_500L)
                .set("rate", ByteBuffer.wrap(new byte[] {1, 0}))
                .build());

        assertThat(read(AvroSerde.of(At.class).with(registry), bytes))
                .isEqualTo(new At(Instant.ofEpochMilli(1_500), new BigDecimal("2.56")));
    }

    @Test
    void bytesAloneHaveNoLengthAndTextIsText() {
        AvroSerde<byte[]> bytes = AvroSerde.of(byte[].class).with(registry);
        byte[] written = write(bytes, new byte[] {1, 2, 3});
        assertThat(Arrays.copyOfRange(written, 5, written.length)).containsExactly(1, 2, 3);
        assertThat(read(bytes, written)).containsExactly(1, 2, 3);

        AvroSerde<String> text = AvroSerde.of(String.class).with(registry).forKeys();
        byte[] key = write(text, "ä");
        assertThat(Arrays.copyOfRange(key, 5, key.length)).containsExactly(4, 0xc3, 0xa4);
        assertThat(read(text, key)).isEqualTo("ä");
        assertThat(registry.subjects()).contains("accounts-key", "accounts-value");
    }

    @Test
    void subjectsAreNamedAsConfigured() {
        for (String strategy : List.of(
                "io.confluent.kafka.serializers.subject.RecordNameStrategy",
                "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy")) {
            AvroSerde<Sample.Event> serde = events.with(Map.of("value.subject.name.strategy", strategy));
            for (Sample.Event event : List.of(new Sample.Deposited(5, null), Sample.Closed.BY_BANK)) {
                assertThat(read(serde, write(serde, event))).isEqualTo(event);
                assertThat(read(events, write(serde, event))).isEqualTo(event);
            }
        }
        assertThat(registry.subjects())
                .contains(
                        "dev.skald.serdes.avro.Sample.Deposited",
                        "dev.skald.serdes.avro.Sample.Closed",
                        "accounts-dev.skald.serdes.avro.Sample.Deposited");
    }

    @Test
    void theLatestVersionIsWrittenWhereItIsAskedFor() throws IOException {
        Schema latest = schema("""
                {'type': 'record', 'name': 'Account', 'namespace': 'dev.skald.serdes.avro.AvroSerdeTest', 'fields': [
                  {'name': 'cents', 'type': 'long'}, {'name': 'currency', 'type': 'string', 'default': 'EUR'},
                  {'name': 'owner', 'type': ['null', 'string'], 'default': null}]}""");
        registry.register("accounts-value", latest);
        AvroSerde<Account> serde = AvroSerde.of(Account.class)
                .with(Map.of("auto.register.schemas", "false", "use.latest.version", "true"))
                .with(registry);

        byte[] bytes = write(serde, new Account("Ann", 7));

        assertThat(readByAvroAlone(bytes)).hasToString("{\"cents\": 7, \"currency\": \"EUR\", \"owner\": \"Ann\"}");
        assertThat(read(serde, bytes)).isEqualTo(new Account("Ann", 7));
    }

    @Test
    void aLatestVersionThatCannotReadWhatIsWrittenIsRefusedUnlessToldOtherwise() {
        registry.register(
                "accounts-value",
                schema("{'type': 'record', 'name': 'Account', 'namespace': 'dev.skald.serdes.avro.AvroSerdeTest',"
                        + " 'fields': [{'name': 'limit', 'type': 'long'}]}"));
        Map<String, Object> latest = Map.of("auto.register.schemas", false, "use.latest.version", true);
        AvroSerde<Account> strict = AvroSerde.of(Account.class).with(latest).with(registry);

        assertThatThrownBy(() -> write(strict, new Account("Ann", 7)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("version 1 of subject accounts-value")
                .hasMessageContaining("latest.compatibility.strict");
    }

    @Test
    void schemasAreNotRegisteredWhereThatIsForbidden() {
        AvroSerde<Account> serde = AvroSerde.of(Account.class)
                .with(Map.of("auto.register.schemas", "false"))
                .with(registry);

        assertThatThrownBy(() -> write(serde, new Account("Ann", 7))).isInstanceOf(UnknownSchemaException.class);
        registry.register("accounts-value", AvroSchemas.of(Account.class));
        assertThat(read(serde, write(serde, new Account("Ann", 7)))).isEqualTo(new Account("Ann", 7));
    }

    @Test
    void whatCannotBeReadSaysTopicIdAndType() {
        byte[] unknown = {0, 0, 0, 0x30, 0x39, 2};
        assertThatThrownBy(() -> read(events, unknown)).isInstanceOfSatisfying(UnreadableRecordException.class, e -> {
            assertThat(e.topic()).isEqualTo(TOPIC);
            assertThat(e.schemaId()).hasValue(12345);
            assertThat(e.expectedType()).isEqualTo(Sample.Event.class.getName());
            assertThat(e).hasMessageContaining("no schema with this id");
        });
        assertThatThrownBy(() -> read(events, new byte[] {'{', '"', 'a', '"', ':', '1', '}'}))
                .isInstanceOfSatisfying(
                        UnreadableRecordException.class,
                        e -> assertThat(e.schemaId()).isEmpty())
                .hasMessageContaining("expected a zero as the first byte");
        byte[] longer = Arrays.copyOf(write(events, new Sample.Deposited(5, null)), 20);
        assertThatThrownBy(() -> read(events, longer)).hasMessageContaining("more bytes");
    }

    @Test
    void aNestingThatIsTooDeepIsAnErrorAndNoEndOfTheThread() {
        AvroSerde<Sample.Tree> trees = AvroSerde.of(Sample.Tree.class).with(registry);
        byte[] small = write(trees, new Sample.Tree("", List.of()));
        byte[] deep = new byte[2_000_000];
        System.arraycopy(small, 0, deep, 0, 5);
        for (int i = 5; i < deep.length; i += 2) {
            deep[i + 1 < deep.length ? i + 1 : i] = 2;
        }
        assertThatThrownBy(() -> read(trees, deep))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("nested too deeply");
    }

    @Test
    @SuppressWarnings("NullAway") // A mistake that the compiler cannot always see.
    void whatCannotBeWrittenSaysWhy() {
        assertThatThrownBy(() -> write(AvroSerde.of(Account.class).with(registry), new Account(null, 5)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("the component owner of")
                .hasMessageContaining("@Nullable or an Optional");
        assertThatThrownBy(() -> write(
                        AvroSerde.of(At.class).with(registry).forKeys(),
                        new At(Instant.EPOCH, new BigDecimal("1E+1000000000"))))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("at most 9 digits with 4 after the point");
        assertThatThrownBy(() -> write(AvroSerde.of(Account.class), new Account("Ann", 5)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("schema.registry.url");
    }
}
