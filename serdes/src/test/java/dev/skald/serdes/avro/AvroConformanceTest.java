/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import dev.skald.serdes.GeneratedValues;
import dev.skald.serdes.SerdeConformance;
import dev.skald.serdes.registry.SchemaRegistries;
import dev.skald.serdes.registry.SchemaRegistry;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Nested;

class AvroConformanceTest {

    private static SchemaRegistry registry() {
        return SchemaRegistries.from(Map.of("schema.registry.url", "mock://" + UUID.randomUUID()));
    }

    @Nested
    class Events extends SerdeConformance<Sample.Event> {

        private final Serde<Sample.Event> serde =
                AvroSerde.of(Sample.Event.class).with(registry());

        @Override
        protected Serde<Sample.Event> serde() {
            return serde;
        }

        @Override
        protected Sample.Event value(GeneratedValues generated) {
            return generated.of(Sample.Event.class);
        }
    }

    @Nested
    class EventsUnderSubjectsOfTheirOwn extends SerdeConformance<Sample.Event> {

        private final Serde<Sample.Event> serde = AvroSerde.of(Sample.Event.class)
                .with(Map.of("value.subject.name.strategy", "RecordNameStrategy"))
                .with(registry());

        @Override
        protected Serde<Sample.Event> serde() {
            return serde;
        }

        @Override
        protected Sample.Event value(GeneratedValues generated) {
            return generated.of(Sample.Event.class);
        }
    }

    @Nested
    class OneOfEverything extends SerdeConformance<Sample.Everything> {

        private final Serde<Sample.Everything> serde =
                AvroSerde.of(Sample.Everything.class).with(registry());

        @Override
        protected Serde<Sample.Everything> serde() {
            return serde;
        }

        @Override
        protected Sample.Everything value(GeneratedValues generated) {
            return Sample.everything(generated);
        }
    }
}
