/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.skald.serdes.Alias;
import dev.skald.serdes.Name;
import dev.skald.serdes.UnreadableRecordException;
import dev.skald.serdes.evolution.StoredValue;
import dev.skald.serdes.evolution.Upcasters;
import dev.skald.serdes.registry.SchemaRegistries;
import dev.skald.serdes.registry.SchemaRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AvroEvolutionTest {

    // As it was.

    sealed interface Before {}

    @Name("bank.Opened")
    record OpenedBefore(String name, Instant at) implements Before {}

    @Name("bank.Deposited")
    record DepositedBefore(long cents) implements Before {}

    @Name("bank.Moved")
    record MovedBefore(long cents, String reason) implements Before {}

    @Name("bank.PaidOut")
    record PaidOutBefore(long cents) implements Before {}

    // As it is.

    sealed interface Event {}

    @Name("bank.Opened")
    record Opened(String first, @Nullable String last, Instant at) implements Event {}

    @Name("bank.Deposited")
    record Deposited(long cents) implements Event {}

    @Name("bank.Withdrawn")
    @Alias("bank.PaidOut")
    record Withdrawn(long cents, List<String> tags) implements Event {}

    @Name("bank.Several")
    record Several(List<Event> events) implements Event {}

    private static final Upcasters UPCASTERS = Upcasters.builder()
            .upcast(
                    "bank.Opened",
                    1,
                    old -> old.with("first", old.text("name").split(" ", 2)[0])
                            .with("last", old.text("name").split(" ", 2)[1])
                            .without("name"))
            .upcast("bank.Withdrawn", 1, old -> old.with("tags", List.of("old")))
            .split(
                    "bank.Moved",
                    1,
                    "bank.Several",
                    "events",
                    old -> List.of(
                            StoredValue.of("bank.Withdrawn").with("cents", old.number("cents")),
                            StoredValue.of("bank.Deposited").with("cents", old.number("cents"))))
            .build();

    private final SchemaRegistry registry =
            SchemaRegistries.from(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()));
    private final AvroSerde<Before> before = AvroSerde.of(Before.class).with(registry);
    private final AvroSerde<Event> now =
            AvroSerde.of(Event.class).upcasters(UPCASTERS).with(registry);

    private byte[] old(Before value) {
        return before.serializer().serialize("before", value);
    }

    private Event read(byte[] bytes) {
        return now.deserializer().deserialize("now", bytes);
    }

    @Test
    void theSchemaOfARecordSaysItsVersion() {
        byte[] bytes = now.serializer().serialize("now", new Deposited(5));

        assertThat(read(bytes)).isEqualTo(new Deposited(5));
        Schema union = registry.latest("now-value").schema();
        assertThat(union.getTypes())
                .extracting(Schema::getName, schema -> schema.getObjectProp("version"))
                .containsExactly(
                        tuple("Opened", 2), tuple("Deposited", null), tuple("Withdrawn", 2), tuple("Several", null));
    }

    @Test
    void whatResolutionCannotDoUpcastersDo() {
        Instant at = Instant.parse("2026-01-02T03:04:05.678901Z");

        assertThat(read(old(new OpenedBefore("Ann Arbor", at)))).isEqualTo(new Opened("Ann", "Arbor", at));
        assertThat(read(old(new DepositedBefore(5)))).isEqualTo(new Deposited(5));
        assertThat(read(old(new PaidOutBefore(7)))).isEqualTo(new Withdrawn(7, List.of("old")));
    }

    @Test
    void oneOldEventBecomesSeveral() {
        Event several = read(old(new MovedBefore(9, "rent")));

        assertThat(several).isEqualTo(new Several(List.of(new Withdrawn(9, List.of("old")), new Deposited(9))));
        assertThat(read(now.serializer().serialize("now", several))).isEqualTo(several);
    }

    @Test
    void currentValuesComeBackAsTheyWere() {
        for (Event event : List.of(
                new Opened("Ann", null, Instant.EPOCH), new Withdrawn(1, List.of("a")), new Several(List.of()))) {
            assertThat(read(now.serializer().serialize("now", event))).isEqualTo(event);
        }
    }

    @Test
    void aFailingUpcasterIsAnUnreadableRecordWithItsSchema() {
        assertThatThrownBy(() -> read(old(new OpenedBefore("Ann", Instant.EPOCH))))
                .isInstanceOfSatisfying(UnreadableRecordException.class, e -> {
                    assertThat(e.schemaId()).isPresent();
                    assertThat(e.reason()).contains("the upcaster of bank.Opened from version 1 failed");
                });
    }

    @Test
    void aVersionThatIsNotKnownIsRefused() {
        byte[] bytes = now.serializer().serialize("now", new Withdrawn(1, List.of()));

        assertThatThrownBy(() -> AvroSerde.of(Event.class)
                        .upcasters(
                                Upcasters.builder().rename("other", "another").build())
                        .with(registry)
                        .deserializer()
                        .deserialize("now", bytes))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("expected version 1 of bank.Withdrawn or an earlier one, but it is version 2");
    }

    @Test
    void genericValuesHaveNoUpcasters() {
        AvroSerde<GenericRecord> generic = AvroSerde.generic();

        assertThatThrownBy(() -> generic.upcasters(UPCASTERS).with(registry)).hasMessageContaining("plain Java type");
    }
}
