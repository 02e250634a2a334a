/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.serdes.Decimal;
import dev.skald.serdes.Default;
import dev.skald.serdes.UnreadableRecordException;
import dev.skald.serdes.json.JsonSerde;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.personal.InMemoryPersonalKeys;
import dev.skald.serdes.personal.Personal;
import dev.skald.serdes.personal.PersonalKey;
import dev.skald.serdes.personal.PersonalKeys;
import dev.skald.serdes.personal.PersonalKeysException;
import dev.skald.serdes.personal.Subject;
import dev.skald.serdes.registry.CompatibilityLevel;
import dev.skald.serdes.registry.InMemorySchemaRegistry;
import dev.skald.serdes.registry.SchemaRegistry;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AvroPersonalTest {

    sealed interface Event {}

    record Registered(
            @Personal(placeholder = "(erased)") String name,
            @Personal LocalDate born,
            @Personal(placeholder = "-1") int shoeSize,
            @Personal Optional<String> phone,
            @Personal OptionalInt floor,
            @Personal List<String> hobbies,
            @Personal Map<String, Long> scores,
            @Personal @Decimal(precision = 9, scale = 2) BigDecimal income,
            List<Address> addresses,
            @Subject String customer)
            implements Event {}

    record Address(@Personal String street, String country) {}

    record Renamed(
            @Subject UUID customer,
            @Personal(boundTo = "name") String fullName) implements Event {}

    record Left(@Subject long customer, @Personal @Nullable Contact contact) implements Event {}

    sealed interface Contact {}

    record Phone(String number) implements Contact {}

    record Mail(String address) implements Contact {}

    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static final Registered ANN = new Registered(
            "Ann \"A\" Ä",
            LocalDate.of(1990, 1, 2),
            38,
            Optional.of("0555-12345"),
            OptionalInt.of(3),
            List.of("chess"),
            Map.of("chess", 1700L),
            new BigDecimal("1234.50"),
            List.of(new Address("High Street 1", "FR"), new Address("Low Street 2", "DE")),
            "c-1");

    private final InMemoryPersonalKeys keys = InMemoryPersonalKeys.create();
    private final SchemaRegistry registry = new InMemorySchemaRegistry(CompatibilityLevel.NONE);
    private final AvroSerde<Event> serde = serde(Event.class, keys);

    private <T> AvroSerde<T> serde(Class<T> type, PersonalKeys by) {
        return AvroSerde.of(type, FieldCipher.of(by)).with(registry);
    }

    private static <T> byte[] bytes(AvroSerde<T> serde, T value) {
        return serde.serializer().serialize("topic", value);
    }

    private static <T> T read(AvroSerde<T> serde, byte[] bytes) {
        return serde.deserializer().deserialize("topic", bytes);
    }

    /** Reads with Avro's own reader, as another client would. */
    private GenericRecord generic(byte[] bytes) throws Exception {
        Schema schema = registry.schemaOf(bytes[4]);
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(bytes, 5, bytes.length - 5, null));
    }

    /** What another client makes of a record when it changes some of its fields. */
    private byte[] changed(byte[] bytes, Consumer<GenericRecord> change) throws Exception {
        GenericRecord record = generic(bytes);
        change.accept(record);
        Schema schema = registry.schemaOf(bytes[4]);
        BytesEncoder out = new BytesEncoder(64);
        out.writeFixed(bytes, 0, 5);
        new GenericDatumWriter<>(schema).write(record, out);
        return out.toByteArray();
    }

    @Test
    void personalFieldsAreStoredEncryptedAndReadBack() {
        byte[] bytes = bytes(serde, ANN);

        assertThat(new String(bytes, ISO_8859_1))
                .contains("c-1", "FR", "personal:1:")
                .doesNotContain("Ann \"A", "1990-01", "0555-12345", "chess", ":1700", "1234.5", "Street");
        assertThat(read(serde, bytes)).isEqualTo(ANN);
        assertThat(bytes(serde, ANN)).as("another nonce").isNotEqualTo(bytes);
    }

    @Test
    void anotherReaderSeesTextsThatItsSchemaSaysArePersonal() throws Exception {
        GenericRecord record = generic(bytes(serde, ANN));

        for (String name : List.of("name", "born", "shoeSize", "phone", "floor", "hobbies", "scores", "income")) {
            assertThat(record.get(name).toString()).as(name).startsWith("personal:1:");
            assertThat(record.getSchema().getField(name).getProp("personal")).isEqualTo(name);
        }
        assertThat(record.get("customer").toString()).isEqualTo("c-1");
        GenericRecord address = (GenericRecord) ((List<?>) record.get("addresses")).get(0);
        assertThat(address.get("street").toString()).startsWith("personal:1:");
        assertThat(address.get("country").toString()).isEqualTo("FR");
    }

    @Test
    void theSchemaOfAPersonalFieldIsAString() {
        assertThat(AvroSchemas.of(Left.class).toString())
                .contains("{\"name\":\"contact\",\"type\":[\"null\",\"string\"],\"default\":null,"
                        + "\"personal\":\"contact\"}");
        assertThat(AvroSchemas.of(Renamed.class).toString())
                .contains("{\"name\":\"fullName\",\"type\":\"string\",\"personal\":\"name\"}");
    }

    @Test
    void theyReadAsTheirPlaceholdersWhenTheKeyIsForgotten() {
        byte[] bytes = bytes(serde, ANN);
        byte[] other = bytes(serde, new Left(7, new Phone("1")));

        keys.forget("c-1");

        Registered read = (Registered) read(serde, bytes);
        assertThat(read.name()).isEqualTo("(erased)");
        assertThat(read.born()).isNull();
        assertThat(read.shoeSize()).isEqualTo(-1);
        assertThat(read.phone()).isEmpty();
        assertThat(read.floor()).isEmpty();
        assertThat(read.hobbies()).isEmpty();
        assertThat(read.scores()).isEmpty();
        assertThat(read.income()).isNull();
        assertThat(read.addresses()).containsExactly(new Address("", "FR"), new Address("", "DE"));
        assertThat(read(serde, other)).isEqualTo(new Left(7, new Phone("1")));
        assertThat(read(serde, bytes(serde, ANN)))
                .as("written afterwards, with a new key")
                .isEqualTo(ANN);
    }

    @Test
    void nothingIsNotEncrypted() throws Exception {
        byte[] bytes = bytes(serde, new Left(7, null));

        assertThat(generic(bytes).get("contact")).isNull();
        assertThat(read(serde, bytes)).isEqualTo(new Left(7, null));
    }

    @Test
    void sealedValuesKeepTheirTypes() {
        Left left = new Left(7, new Mail("a@b"));

        byte[] bytes = bytes(serde, left);

        assertThat(new String(bytes, ISO_8859_1)).doesNotContain("Mail", "a@b");
        assertThat(read(serde, bytes)).isEqualTo(left);
    }

    @Test
    void aValueDoesNotDecryptInAnotherFieldOrForAnotherSubject() throws Exception {
        byte[] bytes = bytes(serde, ANN);
        byte[] swapped = changed(bytes, record -> record.put("phone", record.get("name")));
        byte[] stolen = changed(bytes, record -> record.put("customer", "c-2"));
        Object street = ((GenericRecord) ((List<?>) generic(bytes).get("addresses")).get(0)).get("street");
        Registered two = new Registered(
                "Bob",
                LocalDate.EPOCH,
                1,
                Optional.empty(),
                OptionalInt.empty(),
                List.of(),
                Map.of(),
                BigDecimal.ONE,
                List.of(new Address("Elsewhere", "FR")),
                "c-2");
        byte[] stolenWithin = changed(
                bytes(serde, two),
                record -> ((GenericRecord) ((List<?>) record.get("addresses")).get(0)).put("street", street));

        assertThatThrownBy(() -> read(serde, swapped))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("expected field phone to decrypt");
        assertThatThrownBy(() -> read(serde, stolen))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("one was encrypted for another");
        assertThatThrownBy(() -> read(serde, stolenWithin))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("one was encrypted for another");
    }

    @Test
    void everyChangeOfAnEncryptedFieldIsFound() throws Exception {
        byte[] bytes = bytes(serde, new Renamed(UUID.randomUUID(), "Ann"));
        String text = generic(bytes).get("fullName").toString();
        for (int i = FieldCipher.PREFIX.length(); i < text.length() - 1; i++) {
            // Its highest bit, for one digit belongs to the key's id and to the nonce.
            char other = BASE64.charAt(BASE64.indexOf(text.charAt(i)) ^ 32);
            String corrupt = text.substring(0, i) + other + text.substring(i + 1);
            byte[] changed = changed(bytes, record -> record.put("fullName", corrupt));
            boolean inKeyId = i < FieldCipher.PREFIX.length() + 22;
            if (inKeyId) {
                assertThat(read(serde, changed))
                        .isInstanceOfSatisfying(
                                Renamed.class, r -> assertThat(r.fullName()).isEmpty());
            } else {
                assertThatThrownBy(() -> read(serde, changed)).isInstanceOf(UnreadableRecordException.class);
            }
        }
        byte[] tooShort = changed(bytes, record -> record.put("fullName", FieldCipher.PREFIX + "AAAA"));
        assertThatThrownBy(() -> read(serde, tooShort))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("expected at least 44 bytes");
    }

    record Guardian(@Subject String customer, @Personal String name) {}

    record Child(
            @Personal String name,
            @Personal @Nullable Guardian guardian,
            List<Child> siblings,
            @Subject String customer) {}

    @Test
    void eachRecordIsEncryptedForItsOwnSubject() {
        AvroSerde<Child> children = serde(Child.class, keys);
        Guardian guardian = new Guardian("g-1", "Eve");
        Child child = new Child("Ann", guardian, List.of(new Child("Bob", guardian, List.of(), "c-2")), "c-1");
        byte[] bytes = bytes(children, child);

        assertThat(read(children, bytes)).isEqualTo(child);
        keys.forget("c-2");
        assertThat(read(children, bytes).name()).isEqualTo("Ann");
        assertThat(read(children, bytes).siblings()).containsExactly(new Child("", null, List.of(), "c-2"));
        keys.forget("g-1");
        assertThat(read(children, bytes).guardian()).isEqualTo(new Guardian("g-1", ""));
        keys.forget("c-1");
        assertThat(read(children, bytes).name()).isEmpty();
        assertThat(read(children, bytes).guardian()).isNull();
    }

    @Test
    void aFieldIsTheSameTextInJson() throws Exception {
        Left left = new Left(7, new Mail("a@b"));
        FieldCipher cipher = FieldCipher.repeatable("7");
        AvroSerde<Left> avro = AvroSerde.of(Left.class, cipher).with(registry);
        JsonSerde<Left> json = JsonSerde.builder(Left.class).personal(cipher).build();

        String text = generic(bytes(avro, left)).get("contact").toString();

        assertThat(new String(json.serializer().serialize("topic", left), ISO_8859_1))
                .contains(text);
    }

    record Nobody(@Subject String customer, @Personal String name) {}

    record Nameless(@Personal String name) {}

    record Doubly(
            @Subject String one,
            @Subject String other,
            @Personal String name) {}

    record Odd(@Subject List<String> who, @Personal String name) {}

    record Around(List<Address> addresses) {}

    record Generic<T>(@Subject String customer, @Personal T value) {}

    record Holder(Generic<String> generic) {}

    record BadPlaceholder(
            @Subject String customer,
            @Personal(placeholder = "many") int number) {}

    record BadDefault(
            @Subject String customer,
            @Personal @Default("many") int number) {}

    @Test
    void marksThatCannotBeHonouredAreRefused() {
        FieldCipher cipher = FieldCipher.of(keys);
        assertThatThrownBy(() -> AvroSerde.of(Event.class)).hasMessageContaining("call AvroSerde.of(type, cipher)");
        assertThatThrownBy(() -> AvroSerde.of(Around.class)).hasMessageContaining("Address.street");
        assertThatThrownBy(() -> AvroSerde.of(Around.class, cipher))
                .hasMessageContaining("Address.street")
                .hasMessageContaining("or in one around it");
        assertThatThrownBy(() -> AvroSerde.of(Nameless.class, cipher))
                .hasMessageContaining("expected a component marked as @Subject");
        assertThatThrownBy(() -> AvroSerde.of(Doubly.class, cipher)).hasMessageContaining("expected one @Subject");
        assertThatThrownBy(() -> AvroSerde.of(Odd.class, cipher))
                .hasMessageContaining("expected a text, a number, a UUID or an enum");
        assertThatThrownBy(() -> AvroSerde.of(Holder.class, cipher))
                .hasMessageContaining("Holder.generic.value")
                .hasMessageContaining("without variables");
        assertThatThrownBy(() -> AvroSerde.of(BadPlaceholder.class, cipher))
                .hasMessageContaining("BadPlaceholder.number");
        assertThatThrownBy(() -> AvroSerde.of(BadDefault.class, cipher)).hasMessageContaining("BadDefault.number");
        assertThatThrownBy(() -> bytes(serde(Nobody.class, keys), new Nobody("", "Ann")))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("a subject that is not empty");
    }

    @Test
    void keysThatCannotBeHadNowAreNoFaultOfTheRecord() {
        PersonalKeys broken = new PersonalKeys() {

            @Override
            public PersonalKey keyOf(String subject) {
                throw new PersonalKeysException("no broker", null);
            }

            @Override
            public Optional<PersonalKey> find(UUID id) {
                throw new PersonalKeysException("no broker", null);
            }

            @Override
            public void forget(String subject) {}

            @Override
            public void close() {}
        };
        AvroSerde<Event> unlucky = serde(Event.class, broken);

        assertThatThrownBy(() -> bytes(unlucky, ANN)).isInstanceOf(PersonalKeysException.class);
        assertThatThrownBy(() -> read(unlucky, bytes(serde, ANN))).isInstanceOf(PersonalKeysException.class);
    }
}
