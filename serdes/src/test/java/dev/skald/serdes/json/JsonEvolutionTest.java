/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.serdes.Alias;
import dev.skald.serdes.Default;
import dev.skald.serdes.Name;
import dev.skald.serdes.UnreadableRecordException;
import dev.skald.serdes.evolution.StoredValue;
import dev.skald.serdes.evolution.Upcasters;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonEvolutionTest {

    sealed interface Event {}

    record Opened(String owner, String currency) implements Event {}

    record Deposited(long cents) implements Event {}

    record Several(List<Event> events) implements Event {}

    @Name("com.example.taken-out")
    @Alias("Withdrawal")
    record Withdrawn(
            @Name("amount") @Alias({"cents", "value"}) long cents,
            @Default("none") String reason,
            @Default("2020-01-01") LocalDate day,
            @Default("[\"x\"]") List<String> tags,
            @Default("OTHER") Channel channel)
            implements Event {}

    @Default("OTHER")
    enum Channel {
        @Name("cash-desk")
        DESK,
        OTHER
    }

    sealed interface Place {}

    record City(String name) implements Place {}

    record Country(String name) implements Place {}

    record Trip(Place from, List<Place> to) {}

    private static final JsonSerde<Event> EVENTS = JsonSerde.builder(Event.class)
            .upcasters(Upcasters.builder()
                    .upcast("Opened", 1, old -> old.renamed("name", "owner"))
                    .upcast("Opened", 2, old -> old.with("currency", "EUR"))
                    .rename("AccountOpened", "Opened")
                    .rename("PaidIn", "Deposited")
                    .split(
                            "OpenedWith",
                            1,
                            "Several",
                            "events",
                            old -> List.of(
                                    StoredValue.of("AccountOpened").with("name", old.text("name")),
                                    StoredValue.of("Deposited").with("cents", old.number("cents"))))
                    .build())
            .build();

    private static <T> String json(JsonSerde<T> serde, T value) {
        return new String(serde.serializer().serialize("topic", value), UTF_8);
    }

    private static <T> T read(JsonSerde<T> serde, String json) {
        return serde.deserializer().deserialize("topic", json.getBytes(UTF_8));
    }

    @Test
    void aTypeWithUpcastersCarriesItsVersionAfterItsName() {
        assertThat(json(EVENTS, new Opened("Ann", "USD")))
                .isEqualTo("{\"type\":\"Opened\",\"version\":3,\"owner\":\"Ann\",\"currency\":\"USD\"}");
        assertThat(json(EVENTS, new Deposited(5))).isEqualTo("{\"type\":\"Deposited\",\"cents\":5}");
        assertThat(read(EVENTS, json(EVENTS, new Opened("Ann", "USD")))).isEqualTo(new Opened("Ann", "USD"));
    }

    @Test
    void everyEarlierVersionIsRead() {
        assertThat(List.of(
                        read(EVENTS, "{\"type\":\"Opened\",\"name\":\"Ann\"}"),
                        read(EVENTS, "{\"type\":\"Opened\",\"version\":1,\"name\":\"Ann\"}"),
                        read(EVENTS, "{\"type\":\"AccountOpened\",\"name\":\"Ann\"}"),
                        read(EVENTS, "{\"owner\":\"Ann\",\"type\":\"Opened\",\"version\":2}"),
                        read(
                                EVENTS,
                                "{\"owner\":\"Ann\",\"version\":2,\"skip\":[{\"version\":9}],\"type\":\"Opened\"}"),
                        read(
                                EVENTS,
                                "{\"type\":\"AccountOpened\",\"version\":3,\"owner\":\"Ann\",\"currency\":\"EUR\"}")))
                .containsOnly(new Opened("Ann", "EUR"));
        assertThat(read(EVENTS, "{\"type\":\"PaidIn\",\"cents\":5}")).isEqualTo(new Deposited(5));
    }

    @Test
    void oneOldEventBecomesSeveral() {
        Event several = read(EVENTS, "{\"type\":\"OpenedWith\",\"name\":\"Ann\",\"cents\":5}");

        assertThat(several).isEqualTo(new Several(List.of(new Opened("Ann", "EUR"), new Deposited(5))));
        assertThat(read(EVENTS, json(EVENTS, several))).isEqualTo(several);
    }

    @Test
    void aVersionThatIsNotKnownIsRefused() {
        for (JsonSerde<Event> serde : List.of(EVENTS, JsonSerde.of(Event.class))) {
            assertThatThrownBy(() -> read(serde, "{\"type\":\"Opened\",\"version\":4,\"owner\":\"Ann\"}"))
                    .isInstanceOfSatisfying(UnreadableRecordException.class, e -> {
                        assertThat(e.topic()).isEqualTo("topic");
                        assertThat(e.expectedType()).isEqualTo(Event.class.getName());
                        assertThat(e.reason()).contains("version 4");
                        assertThat(e.schemaId()).isEmpty();
                    });
        }
        assertThatThrownBy(() -> read(EVENTS, "{\"type\":\"Deposited\",\"cents\":5,\"version\":2}"))
                .hasMessageContaining("expected version 1 of Deposited, but it is version 2");
        assertThatThrownBy(() -> read(
                        EVENTS,
                        "{\"type\":\"Several\",\"events\":[{\"type\":\"Opened\",\"version\":2,\"owner\":\"Ann\"}]}"))
                .hasMessageContaining("expected version 3 of Opened, but it is version 2");
    }

    @Test
    void aFailingUpcasterIsAnUnreadableRecord() {
        assertThatThrownBy(() -> read(EVENTS, "{\"type\":\"OpenedWith\"}"))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("the upcaster of OpenedWith from version 1 failed");
    }

    @Test
    void numbersGoThroughUpcastersExactly() {
        record Rate(BigDecimal rate, int places) {}
        JsonSerde<Rate> serde = JsonSerde.builder(Rate.class)
                .upcasters(Upcasters.builder()
                        .upcast("Rate", 1, old -> old.with("places", 2))
                        .build())
                .build();

        assertThat(read(serde, "{\"rate\":0.10000000000000000000000000000000010}"))
                .isEqualTo(new Rate(new BigDecimal("0.10000000000000000000000000000000010"), 2));
        assertThat(json(serde, new Rate(BigDecimal.ONE, 0))).isEqualTo("{\"version\":2,\"rate\":1,\"places\":0}");
    }

    @Test
    void namesFormerNamesAndDefaultsOfTheAnnotationsHold() {
        JsonSerde<Event> serde = JsonSerde.of(Event.class);
        Withdrawn withdrawn = new Withdrawn(5, "none", LocalDate.of(2020, 1, 1), List.of("x"), Channel.OTHER);

        assertThat(read(serde, "{\"type\":\"taken-out\",\"amount\":5}")).isEqualTo(withdrawn);
        assertThat(read(serde, "{\"type\":\"Withdrawal\",\"cents\":5,\"channel\":\"UNKNOWN\"}"))
                .isEqualTo(withdrawn);
        assertThat(json(serde, new Withdrawn(5, "rent", LocalDate.EPOCH, List.of(), Channel.DESK)))
                .isEqualTo("{\"type\":\"taken-out\",\"amount\":5,\"reason\":\"rent\",\"day\":\"1970-01-01\","
                        + "\"tags\":[],\"channel\":\"cash-desk\"}");
        assertThat(read(serde, "{\"type\":\"taken-out\",\"value\":5,\"reason\":\"rent\",\"channel\":\"cash-desk\"}"))
                .isEqualTo(new Withdrawn(5, "rent", LocalDate.of(2020, 1, 1), List.of("x"), Channel.DESK));
    }

    @Test
    void aTypeKnownByAnAliasHasItsVersions() {
        JsonSerde<Event> serde = JsonSerde.builder(Event.class)
                .upcasters(Upcasters.builder()
                        .upcast("taken-out", 1, old -> old.with("reason", "upcast"))
                        .build())
                .build();

        assertThat(read(serde, "{\"type\":\"Withdrawal\",\"cents\":5}"))
                .isInstanceOfSatisfying(
                        Withdrawn.class, event -> assertThat(event.reason()).isEqualTo("upcast"));
    }

    @Test
    void sealedInterfacesAmongTheComponentsNameTheirTypesToo() {
        JsonSerde<Trip> serde = JsonSerde.of(Trip.class);
        Trip trip = new Trip(new City("Rome"), List.of(new Country("France"), new City("Oslo")));

        assertThat(json(serde, trip))
                .isEqualTo("{\"from\":{\"type\":\"City\",\"name\":\"Rome\"},"
                        + "\"to\":[{\"type\":\"Country\",\"name\":\"France\"},{\"type\":\"City\",\"name\":\"Oslo\"}]}");
        assertThat(read(serde, json(serde, trip))).isEqualTo(trip);
    }

    sealed interface Taken {}

    record Kind(String type) implements Taken {}

    record Edition(int version) {}

    @Test
    void componentsUnderTheNamesOfTheSerdeAreRefused() {
        assertThatThrownBy(() -> JsonSerde.of(Taken.class)).hasMessageContaining("stored as \"type\"");
        assertThat(read(JsonSerde.of(Edition.class), "{\"version\":7}")).isEqualTo(new Edition(7));
        assertThatThrownBy(() -> JsonSerde.builder(Edition.class)
                        .upcasters(Upcasters.builder()
                                .upcast("Edition", 1, old -> old)
                                .build())
                        .build())
                .hasMessageContaining("stored as \"version\"");
    }

    @Test
    void readingIsStrictAndBounded() {
        String deep = "[".repeat(100_000);
        String digits = "9".repeat(100_000);
        for (String json : List.of(
                "{\"type\":\"Deposited\",\"cents\":5.7}",
                "{\"type\":\"Deposited\",\"cents\":\"5\"}",
                "{\"type\":\"Deposited\"}",
                "{\"type\":\"Deposited\",\"cents\":" + digits + "}",
                "{\"type\":\"Deposited\",\"cents\":1e999999999}",
                "{\"type\":\"Deposited\",\"cents\":5,\"other\":" + deep,
                deep,
                "{\"type\":\"taken-out\",\"amount\":5,\"channel\":1}")) {
            assertThatThrownBy(() -> read(EVENTS, json))
                    .as(json.substring(0, Math.min(60, json.length())))
                    .isInstanceOf(UnreadableRecordException.class);
        }
    }
}
