/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import dev.skald.serdes.GeneratedValues;
import dev.skald.serdes.SerdeConformance;
import dev.skald.serdes.avro.generated.Channel;
import dev.skald.serdes.avro.generated.Transfer;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.personal.InMemoryPersonalKeys;
import dev.skald.serdes.personal.Personal;
import dev.skald.serdes.personal.Subject;
import dev.skald.serdes.registry.SchemaRegistries;
import dev.skald.serdes.registry.SchemaRegistry;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
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

    record Person(
            @Personal String name,
            @Personal Optional<Instant> seen,
            @Personal List<Long> numbers,
            @Personal int age,
            Note note,
            @Subject UUID id) {}

    record Note(@Personal @Nullable String text, boolean read) {}

    @Nested
    class PersonalFields extends SerdeConformance<Person> {

        private final Serde<Person> serde = AvroSerde.of(Person.class, FieldCipher.of(InMemoryPersonalKeys.create()))
                .with(registry());

        @Override
        protected Serde<Person> serde() {
            return serde;
        }

        @Override
        protected Person value(GeneratedValues generated) {
            return generated.of(Person.class);
        }
    }

    private static Transfer transfer(GeneratedValues generated) {
        return Transfer.newBuilder()
                .setId(generated.of(UUID.class).toString())
                .setCents(generated.of(long.class))
                .setAt(Instant.ofEpochMilli(generated.of(int.class)))
                .setRate(BigDecimal.valueOf(generated.of(short.class), 4))
                .setChannel(generated.of(Channel.class))
                .setNote(generated.of(boolean.class) ? generated.of(String.class) : null)
                .setTags(List.of(generated.of(String.class), generated.of(String.class)))
                .build();
    }

    @Nested
    class GeneratedClass extends SerdeConformance<Transfer> {

        private final Serde<Transfer> serde = AvroSerde.specific(Transfer.class).with(registry());

        @Override
        protected Serde<Transfer> serde() {
            return serde;
        }

        @Override
        protected Transfer value(GeneratedValues generated) {
            return transfer(generated);
        }
    }

    @Nested
    class GenericRecords extends SerdeConformance<GenericRecord> {

        private static final Schema SCHEMA = AvroSchemas.of(Sample.Boxes.class);

        private final Serde<GenericRecord> serde = AvroSerde.generic().with(registry());

        @Override
        protected Serde<GenericRecord> serde() {
            return serde;
        }

        @Override
        protected GenericRecord value(GeneratedValues generated) {
            return new GenericRecordBuilder(SCHEMA)
                    .set("truth", generated.of(boolean.class))
                    .set("number", generated.of(int.class))
                    .set("large", generated.of(long.class))
                    .set("twice", generated.of(double.class))
                    .set("maybe", generated.of(int.class))
                    .set("much", null)
                    .build();
        }
    }
}
