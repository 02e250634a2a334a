/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.serdes.Default;
import dev.skald.serdes.Name;
import dev.skald.serdes.UnreadableRecordException;
import dev.skald.serdes.evolution.Upcasters;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.personal.InMemoryPersonalKeys;
import dev.skald.serdes.personal.Personal;
import dev.skald.serdes.personal.PersonalKeys;
import dev.skald.serdes.personal.Subject;
import dev.skald.serdes.registry.CompatibilityLevel;
import dev.skald.serdes.registry.InMemorySchemaRegistry;
import dev.skald.serdes.registry.SchemaRegistry;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AvroPersonalEvolutionTest {

    sealed interface Contact {}

    record Phone(String number) implements Contact {}

    record Mail(String address) implements Contact {}

    private final InMemoryPersonalKeys keys = InMemoryPersonalKeys.create();
    private final SchemaRegistry registry = new InMemorySchemaRegistry(CompatibilityLevel.NONE);

    private <T> AvroSerde<T> serde(Class<T> type, PersonalKeys by) {
        return AvroSerde.of(type, FieldCipher.of(by)).with(registry);
    }

    private static <T> byte[] bytes(AvroSerde<T> serde, T value) {
        return serde.serializer().serialize("topic", value);
    }

    private static <T> T read(AvroSerde<T> serde, byte[] bytes) {
        return serde.deserializer().deserialize("topic", bytes);
    }

    @Name("test.Value")
    record Texts(@Subject String customer, @Personal String value) {}

    @Name("test.Value")
    record Numbers(@Subject String customer, @Personal int value) {}

    @Test
    void whatCannotBeReadIsNotQuoted() {
        byte[] before = bytes(serde(Texts.class, keys), new Texts("c-1", "Ann"));

        assertThatThrownBy(() -> read(serde(Numbers.class, keys), before))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("expected JSON of a int, but it is not")
                .hasMessageNotContaining("Ann")
                .satisfies(e -> assertThat(e.getCause()).hasMessageNotContaining("Ann"));
    }

    @Name("test.Person")
    record Unmarked(
            String customer,
            String name,
            int shoeSize,
            LocalDate born,
            UUID card,
            ByteBuffer picture,
            @Nullable Long floor,
            Optional<String> phone,
            Contact contact,
            @Nullable Contact other) {}

    @Name("test.Person")
    record Marked(
            @Subject String customer,
            @Personal String name,
            @Personal int shoeSize,
            @Personal LocalDate born,
            @Personal UUID card,
            @Personal ByteBuffer picture,
            @Personal @Nullable Long floor,
            @Personal Optional<String> phone,
            @Personal Contact contact,
            @Personal @Nullable Contact other,
            @Personal @Default("-5") int since) {}

    @Test
    void whatWasStoredBeforeTheMarkIsStillRead() {
        UUID card = UUID.randomUUID();
        Unmarked before = new Unmarked(
                "c-1",
                "Ann",
                38,
                LocalDate.EPOCH,
                card,
                ByteBuffer.wrap(new byte[] {1, 2}),
                3L,
                Optional.of("555"),
                new Phone("1"),
                new Mail("a@b"));
        Unmarked without = new Unmarked(
                "c-1",
                "",
                0,
                LocalDate.EPOCH,
                card,
                ByteBuffer.allocate(0),
                null,
                Optional.empty(),
                new Mail("m"),
                null);
        AvroSerde<Unmarked> old = AvroSerde.of(Unmarked.class).with(registry);
        AvroSerde<Marked> now = AvroSerde.of(Marked.class, FieldCipher.of(keys)).with(registry);

        byte[] full = old.serializer().serialize("old", before);
        byte[] sparse = old.serializer().serialize("old", without);

        assertThat(read(now, full))
                .isEqualTo(new Marked(
                        "c-1",
                        "Ann",
                        38,
                        LocalDate.EPOCH,
                        card,
                        ByteBuffer.wrap(new byte[] {1, 2}),
                        3L,
                        Optional.of("555"),
                        new Phone("1"),
                        new Mail("a@b"),
                        -5));
        assertThat(read(now, sparse))
                .isEqualTo(new Marked(
                        "c-1",
                        "",
                        0,
                        LocalDate.EPOCH,
                        card,
                        ByteBuffer.allocate(0),
                        null,
                        Optional.empty(),
                        new Mail("m"),
                        null,
                        -5));
    }

    @Test
    void nothingPersonalIsWrittenIntoASchemaFromBeforeTheMark() {
        byte[] before = bytes(AvroSerde.of(Plain.class).with(registry), new Plain("c-1", 38));
        assertThat(before).isNotEmpty();
        AvroSerde<Secret> asLatest = AvroSerde.of(Secret.class, FieldCipher.of(keys))
                .with(Map.of(
                        "auto.register.schemas", false,
                        "use.latest.version", true,
                        "latest.compatibility.strict", false))
                .with(registry);

        assertThatThrownBy(() -> bytes(asLatest, new Secret("c-1", 38)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("expected a schema of string");
    }

    @Name("test.Size")
    record Plain(String customer, int shoeSize) {}

    @Name("test.Size")
    record Secret(@Subject String customer, @Personal int shoeSize) {}

    @Name("test.Customer")
    record Earlier(@Subject String customer, @Personal String name) {}

    @Name("test.Customer")
    record Later(
            @Subject String customer,
            @Personal(boundTo = "name") String fullName,
            String origin) {}

    @Test
    void upcastersPassTextsOnAsTheyAre() {
        byte[] before = bytes(serde(Earlier.class, keys), new Earlier("c-1", "Ann"));
        AvroSerde<Later> after = AvroSerde.of(Later.class, FieldCipher.of(keys))
                .upcasters(Upcasters.builder()
                        .upcast(
                                "test.Customer",
                                1,
                                old -> old.renamed("name", "fullName").with("origin", "shop"))
                        .build())
                .with(registry);

        assertThat(read(after, before)).isEqualTo(new Later("c-1", "Ann", "shop"));
    }
}
