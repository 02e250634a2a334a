/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class InMemorySchemaRegistryTest {

    private static final Schema FIRST =
            SchemaBuilder.record("Paid").fields().requiredLong("cents").endRecord();
    private static final Schema SECOND = SchemaBuilder.record("Paid")
            .fields()
            .requiredLong("cents")
            .optionalString("by")
            .endRecord();
    private static final Schema BROKEN = SchemaBuilder.record("Paid")
            .fields()
            .requiredLong("cents")
            .requiredString("who")
            .endRecord();

    private final SchemaRegistry registry = new InMemorySchemaRegistry(CompatibilityLevel.BACKWARD);

    @Test
    void aSchemaHasOneIdUnderAllSubjectsAndAVersionUnderEach() {
        int first = registry.register("a", FIRST);
        int second = registry.register("a", SECOND);

        assertThat(registry.register("a", FIRST)).isEqualTo(first).isNotEqualTo(second);
        assertThat(registry.register("b", SECOND)).isEqualTo(second);
        assertThat(registry.schemaOf(first)).isEqualTo(FIRST);
        assertThat(registry.idOf("a", SECOND)).isEqualTo(second);
        assertThat(registry.latest("a")).isEqualTo(new RegisteredSchema("a", 2, second, SECOND));
        assertThat(registry.version("b", 1)).isEqualTo(new RegisteredSchema("b", 1, second, SECOND));
        assertThat(registry.versions("a")).containsExactly(1, 2);
        assertThat(registry.subjects()).containsExactly("a", "b");
    }

    @Test
    void anIncompatibleSchemaIsRefusedAndLeavesNoTrace() {
        registry.register("a", FIRST);

        assertThat(registry.compatibility("a", BROKEN).compatible()).isFalse();
        assertThatThrownBy(() -> registry.register("a", BROKEN))
                .isInstanceOfSatisfying(IncompatibleSchemaException.class, e -> {
                    assertThat(e.subject()).isEqualTo("a");
                    assertThat(e.messages()).singleElement().asString().contains("READER_FIELD_MISSING_DEFAULT_VALUE");
                });
        assertThat(registry.versions("a")).isEqualTo(List.of(1));
    }

    @Test
    void whatIsUnknownIsSaidToBeUnknown() {
        registry.register("b", FIRST);

        assertThatThrownBy(() -> registry.schemaOf(77))
                .isInstanceOfSatisfying(
                        UnknownSchemaException.class, e -> assertThat(e.id()).hasValue(77));
        assertThatThrownBy(() -> registry.idOf("a", FIRST))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("schema Paid under subject a");
        assertThatThrownBy(() -> registry.latest("a")).isInstanceOf(UnknownSchemaException.class);
        assertThatThrownBy(() -> registry.version("b", 2)).isInstanceOf(UnknownSchemaException.class);
        assertThatThrownBy(() -> registry.version("b", 0)).isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void aScopeIsSharedUntilItIsForgotten() {
        Map<String, String> configs = Map.of("schema.registry.url", "mock://a-scope-of-this-test");
        int id = SchemaRegistries.from(configs).register("a", FIRST);

        assertThat(SchemaRegistries.from(configs).schemaOf(id)).isEqualTo(FIRST);
        InMemorySchemaRegistry.forget("a-scope-of-this-test");
        assertThat(SchemaRegistries.from(configs).subjects()).isEmpty();
    }
}
