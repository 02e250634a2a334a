/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.Decider;
import dev.skald.Decision;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AggregateTypeTest {

    private static final Decider<Integer, String, String> COUNTER =
            Decider.of(0, (count, word) -> Decision.accept(word), (count, word) -> count + 1);

    private static AggregateType.Builder<Integer, String, String> type(String name) {
        return AggregateType.named(name, COUNTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "1st", "with space", "with_underscore", "-dash", "ü"})
    void aNameThatCannotBePartOfATopicsNameIsRefused(String name) {
        assertThatThrownBy(() -> type(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lower-case letters, digits and hyphens");
    }

    @Test
    void aMissingSerdeIsNamed() {
        assertThatThrownBy(() -> type("counter").commands(Serdes.String()).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("events of aggregate counter: call events(…)");
    }

    @Test
    void twoAggregatesOfOneNameAreRefused() {
        AggregateType<Integer, String, String> type = type("counter")
                .commands(Serdes.String())
                .events(Serdes.String())
                .states(Serdes.Integer())
                .build();

        assertThatThrownBy(() -> SkaldApplication.named("app").aggregate(type).journal(type))
                .hasMessageContaining("one aggregate named counter");
    }

    @Test
    void lambdasAndClassesBothWorkAsDeciders() {
        Decider<Integer, String, String> asClass = new Decider<>() {
            @Override
            public Integer initialState() {
                return 0;
            }

            @Override
            public Decision<String> decide(Integer state, String command) {
                return Decision.accept(command);
            }

            @Override
            public Integer evolve(Integer state, String event) {
                return state + 1;
            }
        };
        assertThat(asClass.decide(0, "x")).isEqualTo(COUNTER.decide(0, "x"));
        assertThat(asClass.evolve(0, "x")).isEqualTo(COUNTER.evolve(0, "x"));
    }
}
