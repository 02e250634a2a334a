/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonSerdeTest {

    sealed interface Event {}

    record Opened(String owner, Instant at) implements Event {}

    sealed interface Money extends Event {}

    record Deposited(long cents) implements Money {}

    record Withdrawn(long cents) implements Money {}

    enum Colour {
        RED,
        GREEN
    }

    record Everything(
            int number,
            OffsetDateTime time,
            LocalDate date,
            Optional<String> maybe,
            List<Deposited> list,
            Map<String, Colour> map,
            @Nullable String nothing) {}

    private static final JsonSerde<Event> EVENTS = JsonSerde.of(Event.class);

    private static <T> String json(JsonSerde<T> serde, T value) {
        return new String(serde.serializer().serialize("topic", value), UTF_8);
    }

    private static <T> T read(JsonSerde<T> serde, String json) {
        return serde.deserializer().deserialize("topic", json.getBytes(UTF_8));
    }

    @Test
    void aValueOfASealedInterfaceNamesItsTypeFirst() {
        assertThat(json(EVENTS, new Opened("Ann", Instant.parse("2026-01-02T03:04:05.678Z"))))
                .isEqualTo("{\"type\":\"Opened\",\"owner\":\"Ann\",\"at\":\"2026-01-02T03:04:05.678Z\"}");
        assertThat(json(EVENTS, new Deposited(5))).isEqualTo("{\"type\":\"Deposited\",\"cents\":5}");
    }

    @Test
    void valuesSurviveTheRoundTrip() {
        for (Event event : List.of(new Opened("Änn €", Instant.ofEpochMilli(1)), new Deposited(5), new Withdrawn(6))) {
            assertThat(read(EVENTS, json(EVENTS, event))).isEqualTo(event);
        }
        JsonSerde<Everything> serde = JsonSerde.of(Everything.class);
        Everything everything = new Everything(
                7,
                OffsetDateTime.parse("2011-10-01T00:38:44.546+02:00"),
                LocalDate.parse("2026-02-03"),
                Optional.of("x"),
                List.of(new Deposited(1)),
                Map.of("a", Colour.GREEN),
                null);
        assertThat(read(serde, json(serde, everything))).isEqualTo(everything);
        assertThat(json(serde, everything)).doesNotContain("nothing").contains("2011-10-01T00:38:44.546+02:00");
    }

    @Test
    void aTypeMayBeGivenAnotherName() {
        JsonSerde<Event> renamed = JsonSerde.builder(Event.class)
                .typeName(Deposited.class, "paid-in")
                .build();

        assertThat(json(renamed, new Deposited(5))).isEqualTo("{\"type\":\"paid-in\",\"cents\":5}");
        assertThat(read(renamed, "{\"type\":\"paid-in\",\"cents\":5}")).isEqualTo(new Deposited(5));
    }

    @Test
    void namesThatCollideOrDoNotBelongAreRefused() {
        assertThatThrownBy(() -> JsonSerde.builder(Event.class).typeName(Deposited.class, "Withdrawn"))
                .hasMessageContaining("both are Withdrawn");
        assertThatThrownBy(() -> JsonSerde.builder(Event.class).typeName(Money.class, "money"))
                .hasMessageContaining("expected a type that");
    }

    @Test
    void unknownFieldsAreIgnoredOrRefused() {
        String json = "{\"type\":\"Deposited\",\"cents\":5,\"added\":\"later\"}";

        assertThat(read(EVENTS, json)).isEqualTo(new Deposited(5));
        assertThatThrownBy(() -> read(
                        JsonSerde.builder(Event.class).refuseUnknownFields().build(), json))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("added");
    }

    @Test
    void whatCannotBeReadNamesTopicAndType() {
        for (String json : List.of(
                "",
                "nonsense",
                "null",
                "[]",
                "{}",
                "{\"type\":\"Unknown\"}",
                "{\"type\":\"java.lang.Runtime\"}",
                "{\"type\":\"Deposited\"",
                "{\"type\":\"Deposited\",\"cents\":\"many\"}",
                "{\"type\":\"Deposited\",\"cents\":null}",
                "{\"type\":\"Deposited\",\"cents\":5} trailing")) {
            assertThatThrownBy(() -> read(EVENTS, json))
                    .as(json)
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("JsonSerdeTest$Event")
                    .hasMessageContaining("topic");
        }
    }

    @Test
    void everySingleByteCorruptionIsAnErrorOrAValue() {
        byte[] bytes = EVENTS.serializer().serialize("topic", new Opened("Ann", Instant.EPOCH));
        for (int position = 0; position < bytes.length; position++) {
            for (int value = 0; value < 256; value++) {
                byte[] corrupt = Arrays.copyOf(bytes, bytes.length);
                corrupt[position] = (byte) value;
                try {
                    assertThat(EVENTS.deserializer().deserialize("topic", corrupt))
                            .isInstanceOf(Event.class);
                } catch (SerializationException expected) {
                    assertThat(expected).hasMessageContaining("topic");
                }
            }
        }
    }

    @Test
    void nullStandsForNull() {
        assertThat(EVENTS.serializer().serialize("topic", null)).isNull();
        assertThat(EVENTS.deserializer().deserialize("topic", null)).isNull();
    }
}
