/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import dev.skald.serdes.GeneratedValues;
import dev.skald.serdes.SerdeConformance;
import dev.skald.serdes.evolution.Upcasters;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.personal.InMemoryPersonalKeys;
import dev.skald.serdes.personal.Personal;
import dev.skald.serdes.personal.Subject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

class JsonConformanceTest {

    sealed interface Event {}

    record Opened(String owner, Instant at, @Nullable String note) implements Event {}

    record Deposited(long cents, BigDecimal rate, boolean cash) implements Event {}

    record Everything(
            int number,
            double fraction,
            UUID id,
            LocalDate date,
            Optional<String> maybe,
            List<Deposited> list,
            Set<Colour> colours,
            Map<String, Integer> map)
            implements Event {}

    enum Colour {
        RED,
        GREEN
    }

    record Person(
            @Subject String id,
            @Personal String name,
            @Personal LocalDate born) {}

    private static Person person(GeneratedValues generated) {
        Person any = generated.of(Person.class);
        return new Person("p" + Math.floorMod(any.id().hashCode(), 10), any.name(), any.born());
    }

    @Nested
    class Plain extends SerdeConformance<Event> {

        private final Serde<Event> serde = JsonSerde.of(Event.class);

        @Override
        protected Serde<Event> serde() {
            return serde;
        }

        @Override
        protected Event value(GeneratedValues generated) {
            return generated.of(Event.class);
        }
    }

    @Nested
    class StrictAndWithUpcasters extends SerdeConformance<Event> {

        private final Serde<Event> serde = JsonSerde.builder(Event.class)
                .refuseUnknownFields()
                .upcasters(Upcasters.builder()
                        .upcast("Opened", 1, old -> old.with("owner", old.text("name")))
                        .upcast("Opened", 2, old -> old.without("name"))
                        .rename("PaidIn", "Deposited")
                        .build())
                .build();

        @Override
        protected Serde<Event> serde() {
            return serde;
        }

        @Override
        protected Event value(GeneratedValues generated) {
            return generated.of(Event.class);
        }
    }

    @Nested
    class WithPersonalFields extends SerdeConformance<Person> {

        private final Serde<Person> serde = JsonSerde.builder(Person.class)
                .personal(FieldCipher.of(InMemoryPersonalKeys.create()))
                .build();

        @Override
        protected Serde<Person> serde() {
            return serde;
        }

        @Override
        protected Person value(GeneratedValues generated) {
            return person(generated);
        }
    }
}
