/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.bankaccount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Cases;
import dev.skald.serdes.evolution.StoredValue;
import dev.skald.serdes.evolution.Upcasters;
import dev.skald.serdes.json.JsonSerde;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Events that have changed since they were stored. */
class ChangedEventsTest {

    sealed interface Event {}

    record Opened(String owner, String currency) implements Event {}

    record Withdrawn(long cents) implements Event {}

    record FeePaid(long cents) implements Event {}

    record Several(List<Event> events) implements Event {}

    record State(long balanceCents) {}

    private static final JsonSerde<Event> EVENTS = JsonSerde.builder(Event.class)
            .upcasters(Upcasters.builder()
                    .rename("AccountOpened", "Opened")
                    .upcast("Opened", 1, old -> old.renamed("name", "owner").with("currency", "EUR"))
                    .split("WithdrawnWithFee", 1, "Several", "events", ChangedEventsTest::apart)
                    .build())
            .build();

    private static List<StoredValue> apart(StoredValue old) {
        return List.of(
                StoredValue.of("Withdrawn").with("cents", old.number("cents")),
                StoredValue.of("FeePaid").with("cents", old.number("fee")));
    }

    private static final BiFunction<State, Event, State> EVOLVE = Cases.<State, Event, State>of(Event.class)
            .on(Opened.class, (state, opened) -> new State(0))
            .on(Withdrawn.class, (state, withdrawn) -> new State(state.balanceCents() - withdrawn.cents()))
            .on(FeePaid.class, (state, fee) -> new State(state.balanceCents() - fee.cents()))
            .on(Several.class, ChangedEventsTest::evolveAll)
            .exhaustive();

    private static State evolveAll(State state, Several several) {
        for (Event event : several.events()) {
            state = EVOLVE.apply(state, event);
        }
        return state;
    }

    private static Event read(String json) {
        return EVENTS.deserializer().deserialize("account", json.getBytes(UTF_8));
    }

    @Test
    void anOldFormIsReadAsTheNewOne() {
        assertThat(read("{\"type\":\"AccountOpened\",\"name\":\"Ann\"}")).isEqualTo(new Opened("Ann", "EUR"));
    }

    @Test
    void anEventThatBecameSeveralIsStillOneRevision() {
        Event several = read("{\"type\":\"WithdrawnWithFee\",\"cents\":100,\"fee\":2}");

        assertThat(several).isEqualTo(new Several(List.of(new Withdrawn(100), new FeePaid(2))));
        assertThat(EVOLVE.apply(new State(500), several)).isEqualTo(new State(398));
    }
}
