/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.serdes.Default;
import dev.skald.serdes.Name;
import dev.skald.serdes.Resolution;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class AvroSchemasTest {

    private static Schema schema(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }

    @Test
    void aSealedInterfaceIsTheUnionOfAllItPermits() {
        assertThat(AvroSchemas.of(Sample.Event.class)).isEqualTo(schema("""
                        [{'type': 'record', 'name': 'Opened', 'namespace': 'dev.skald.serdes.avro.Sample',
                          'fields': [
                           {'name': 'owner', 'type': 'string'},
                           {'name': 'at', 'type': {'type': 'long', 'logicalType': 'timestamp-millis'}}]},
                         {'type': 'record', 'name': 'Deposited', 'namespace': 'dev.skald.serdes.avro.Sample',
                          'fields': [
                           {'name': 'cents', 'type': 'long'},
                           {'name': 'note', 'type': ['null', 'string'], 'default': null}]},
                         {'type': 'record', 'name': 'Withdrawal', 'namespace': 'dev.skald.serdes.avro.Sample',
                          'aliases': ['PaidOut'], 'fields': [
                           {'name': 'cents', 'type': 'long'},
                           {'name': 'currency', 'type': 'string', 'default': 'EUR'}]},
                         {'type': 'enum', 'name': 'Closed', 'namespace': 'dev.skald.serdes.avro.Sample',
                          'symbols': ['BY_OWNER', 'BY_THE_BANK']}]
                        """));
    }

    @Test
    void theSchemaOfATypeIsValidForWhoeverParsesIt() {
        for (Class<?> type : List.of(Sample.Everything.class, Sample.Event.class, Sample.Tree.class)) {
            Schema schema = AvroSchemas.of(type);
            assertThat(schema(schema.toString())).isEqualTo(schema);
        }
    }

    @Test
    void timesAndNumbersHaveLogicalTypes() {
        String times = AvroSchemas.of(Sample.Times.class).toString();
        assertThat(times)
                .contains(
                        "timestamp-micros",
                        "timestamp-nanos",
                        "\"date\"",
                        "time-micros",
                        "time-millis",
                        "local-timestamp-micros");
        assertThat(AvroSchemas.of(Sample.Everything.class)
                        .getField("amount")
                        .schema()
                        .toString())
                .isEqualTo("{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":12,\"scale\":2}");
    }

    @Test
    void aGenericRecordIsNamedAfterWhatItHolds() {
        Schema everything = AvroSchemas.of(Sample.Everything.class);
        assertThat(everything.getField("pair").schema().getFullName())
                .isEqualTo("dev.skald.serdes.avro.Sample.Pair_String_Long");
    }

    record Defaults(
            @Default("7") int number,
            @Default("[]") List<String> list,
            @Default("{\"a\":1}") Map<String, Long> map,
            @Default("RED") Sample.Colour colour,
            @Default("1970-01-01T00:00:01Z") java.time.Instant at) {}

    @Test
    void defaultsAreWrittenAsTheTypeReadsThem() {
        Schema schema = AvroSchemas.of(Defaults.class);
        assertThat(schema.getField("number").defaultVal()).isEqualTo(7);
        assertThat(schema.getField("list").defaultVal()).isEqualTo(List.of());
        assertThat(schema.getField("map").defaultVal()).isEqualTo(Map.of("a", 1L));
        assertThat(schema.getField("colour").defaultVal()).isEqualTo("RED");
        assertThat(schema.getField("at").defaultVal()).isEqualTo(1_000_000L);
    }

    record HoldsObject(Optional<List<Object>> things) {}

    record NoDigits(BigDecimal amount) {}

    record OddKeys(Map<Integer, String> map) {}

    record TooFine(@Resolution(ChronoUnit.NANOS) LocalTime time) {}

    record BadDefault(@Default("many") int number) {}

    record TwiceAbsent(Optional<Optional<String>> maybe) {}

    record BadName(@Name("not a name") String text) {}

    sealed interface Open {}

    static final class Thing implements Open {}

    @Test
    void whatHasNoFormIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> AvroSchemas.of(HoldsObject.class))
                .hasMessageContaining("HoldsObject.things?[]")
                .hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> AvroSchemas.of(NoDigits.class))
                .hasMessageContaining("NoDigits.amount")
                .hasMessageContaining("@Decimal(precision = 12, scale = 2)");
        assertThatThrownBy(() -> AvroSchemas.of(OddKeys.class)).hasMessageContaining("keys of class java.lang.Integer");
        assertThatThrownBy(() -> AvroSchemas.of(TooFine.class)).hasMessageContaining("MILLIS or MICROS");
        assertThatThrownBy(() -> AvroSchemas.of(BadDefault.class)).hasMessageContaining("BadDefault.number");
        assertThatThrownBy(() -> AvroSchemas.of(TwiceAbsent.class)).hasMessageContaining("absent in two ways");
        assertThatThrownBy(() -> AvroSchemas.of(BadName.class)).hasMessageContaining("BadName.text");
        assertThatThrownBy(() -> AvroSchemas.of(Open.class)).hasMessageContaining("which Open permits");
    }
}
