/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.serdes.UnreadableRecordException;
import dev.skald.serdes.evolution.Upcasters;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.personal.InMemoryPersonalKeys;
import dev.skald.serdes.personal.Personal;
import dev.skald.serdes.personal.PersonalKey;
import dev.skald.serdes.personal.PersonalKeys;
import dev.skald.serdes.personal.PersonalKeysException;
import dev.skald.serdes.personal.Subject;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonPersonalTest {

    sealed interface Event {}

    record Registered(
            @Subject String customer,
            @Personal(placeholder = "(erased)") String name,
            @Personal LocalDate born,
            @Personal(placeholder = "-1") int shoeSize,
            @Personal Optional<String> phone,
            @Personal List<String> hobbies,
            Address address)
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
            "c-1",
            "Ann \"A\" Ä",
            LocalDate.of(1990, 1, 2),
            38,
            Optional.of("0555-12345"),
            List.of("chess"),
            new Address("High Street 1", "FR"));

    private final InMemoryPersonalKeys keys = InMemoryPersonalKeys.create();
    private final JsonSerde<Event> serde = serde(keys);

    private static JsonSerde<Event> serde(PersonalKeys keys) {
        return JsonSerde.builder(Event.class).personal(FieldCipher.of(keys)).build();
    }

    private static <T> String json(JsonSerde<T> serde, T value) {
        return new String(serde.serializer().serialize("topic", value), UTF_8);
    }

    private static <T> T read(JsonSerde<T> serde, String json) {
        return serde.deserializer().deserialize("topic", json.getBytes(UTF_8));
    }

    private static String field(String json, String name) {
        int start = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
        return json.substring(start, json.indexOf('"', start));
    }

    @Test
    void personalFieldsAreStoredEncryptedAndReadBack() {
        String json = json(serde, ANN);

        assertThat(json)
                .startsWith("{\"type\":\"Registered\",\"customer\":\"c-1\",\"name\":\"personal:1:")
                .contains("\"country\":\"FR\"")
                .doesNotContain("Ann \\\"A", "1990-01", "\"shoeSize\":38", "0555-12345", "chess", "High Street");
        assertThat(read(serde, json)).isEqualTo(ANN);
        assertThat(json(serde, ANN)).as("another nonce").isNotEqualTo(json);
    }

    @Test
    void theyReadAsTheirPlaceholdersWhenTheKeyIsForgotten() {
        String json = json(serde, ANN);
        String other = json(serde, new Left(7, new Phone("1")));

        keys.forget("c-1");

        Registered read = (Registered) read(serde, json);
        assertThat(read.name()).isEqualTo("(erased)");
        assertThat(read.born()).isNull();
        assertThat(read.shoeSize()).isEqualTo(-1);
        assertThat(read.phone()).isEmpty();
        assertThat(read.hobbies()).isEmpty();
        assertThat(read.address()).isEqualTo(new Address("", "FR"));
        assertThat(read(serde, other)).isEqualTo(new Left(7, new Phone("1")));
        assertThat(read(serde, json(serde, ANN)))
                .as("written afterwards, with a new key")
                .isEqualTo(ANN);
    }

    @Test
    void nothingIsNotEncrypted() {
        assertThat(json(serde, new Left(7, null))).isEqualTo("{\"type\":\"Left\",\"customer\":7}");
        assertThat(read(serde, "{\"type\":\"Left\",\"customer\":7,\"contact\":null}"))
                .isEqualTo(new Left(7, null));
    }

    @Test
    void sealedValuesKeepTheirTypes() {
        Left left = new Left(7, new Mail("a@b"));

        String json = json(serde, left);

        assertThat(json).doesNotContain("Mail");
        assertThat(read(serde, json)).isEqualTo(left);
    }

    @Test
    void aValueDoesNotDecryptInAnotherFieldOrForAnotherSubject() {
        String json = json(serde, ANN);
        String swapped = json.replace(field(json, "phone"), field(json, "name"));
        String stolen = json.replace("\"customer\":\"c-1\"", "\"customer\":\"c-2\"");

        assertThatThrownBy(() -> read(serde, swapped))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("expected field phone to decrypt");
        assertThatThrownBy(() -> read(serde, stolen))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("one was encrypted for another");
    }

    @Test
    void everyChangeOfAnEncryptedFieldIsFound() {
        String json = json(serde, new Renamed(UUID.randomUUID(), "Ann"));
        String text = field(json, "fullName");
        for (int i = FieldCipher.PREFIX.length(); i < text.length() - 1; i++) {
            // Its highest bit, for one digit belongs to the key's id and to the nonce.
            char changed = BASE64.charAt(BASE64.indexOf(text.charAt(i)) ^ 32);
            String corrupt = json.replace(text, text.substring(0, i) + changed + text.substring(i + 1));
            boolean inKeyId = i < FieldCipher.PREFIX.length() + 22;
            if (inKeyId) {
                assertThat(read(serde, corrupt))
                        .isInstanceOfSatisfying(
                                Renamed.class, r -> assertThat(r.fullName()).isEmpty());
            } else {
                assertThatThrownBy(() -> read(serde, corrupt)).isInstanceOf(UnreadableRecordException.class);
            }
        }
        assertThatThrownBy(() -> read(serde, json.replace(text, FieldCipher.PREFIX + "AAAA")))
                .hasMessageContaining("expected at least 44 bytes");
        assertThatThrownBy(() -> read(serde, json.replace(text, FieldCipher.PREFIX + "*")))
                .isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void whatWasStoredBeforeTheMarkIsStillRead() {
        assertThat(read(
                        serde,
                        "{\"type\":\"Registered\",\"customer\":\"c-1\",\"name\":\"Ann\",\"born\":\"1990-01-02\","
                                + "\"shoeSize\":38,\"hobbies\":[],\"address\":{\"street\":\"s\",\"country\":\"FR\"}}"))
                .isEqualTo(new Registered(
                        "c-1",
                        "Ann",
                        LocalDate.of(1990, 1, 2),
                        38,
                        Optional.empty(),
                        List.of(),
                        new Address("s", "FR")));
    }

    @Test
    void aRenamedComponentStaysBoundToItsFirstName() {
        record Before(@Subject UUID customer, @Personal String name) {}
        UUID customer = UUID.randomUUID();
        String before = json(
                JsonSerde.builder(Before.class).personal(FieldCipher.of(keys)).build(), new Before(customer, "Ann"));
        JsonSerde<Event> after = JsonSerde.builder(Event.class)
                .personal(FieldCipher.of(keys))
                .upcasters(Upcasters.builder()
                        .upcast("Renamed", 1, old -> old.renamed("name", "fullName"))
                        .build())
                .build();

        assertThat(read(after, before.replace("{\"customer\"", "{\"type\":\"Renamed\",\"customer\"")))
                .isEqualTo(new Renamed(customer, "Ann"));
    }

    record Nameless(@Personal String name) {}

    record Doubly(
            @Subject String one,
            @Subject String other,
            @Personal String name) {}

    record Odd(@Subject List<String> who, @Personal String name) {}

    record Around(Address address) {}

    @Test
    void marksThatCannotBeHonouredAreRefused() {
        FieldCipher cipher = FieldCipher.of(keys);
        assertThatThrownBy(() -> JsonSerde.of(Event.class)).hasMessageContaining("call personal(…)");
        assertThatThrownBy(
                        () -> JsonSerde.builder(Nameless.class).personal(cipher).build())
                .hasMessageContaining("expected a component marked as @Subject");
        assertThatThrownBy(
                        () -> JsonSerde.builder(Doubly.class).personal(cipher).build())
                .hasMessageContaining("expected one @Subject");
        assertThatThrownBy(() -> JsonSerde.builder(Odd.class).personal(cipher).build())
                .hasMessageContaining("expected a text, a number, a UUID or an enum");
        Around around = new Around(new Address("s", "FR"));
        assertThatThrownBy(() -> json(JsonSerde.of(Around.class), around))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("call personal(…)");
        assertThatThrownBy(() ->
                        json(JsonSerde.builder(Around.class).personal(cipher).build(), around))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("or in one around it");
        assertThatThrownBy(() -> json(
                        serde,
                        new Registered(
                                "", "Ann", LocalDate.EPOCH, 1, Optional.empty(), List.of(), new Address("s", "FR"))))
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

        assertThatThrownBy(() -> json(serde(broken), ANN)).isInstanceOf(PersonalKeysException.class);
        assertThatThrownBy(() -> read(serde(broken), json(serde, ANN))).isInstanceOf(PersonalKeysException.class);
    }

    @Test
    void aRepeatableCipherIsReadAgainByAnother() {
        JsonSerde<Event> one = JsonSerde.builder(Event.class)
                .personal(FieldCipher.repeatable("c-1"))
                .build();
        JsonSerde<Event> other = JsonSerde.builder(Event.class)
                .personal(FieldCipher.repeatable("c-1"))
                .build();

        assertThat(read(other, json(one, ANN))).isEqualTo(ANN);
        assertThat(json(other, ANN)).isEqualTo(json(one, ANN));
    }
}
