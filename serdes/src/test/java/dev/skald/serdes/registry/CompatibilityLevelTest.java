/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class CompatibilityLevelTest {

    private static final Schema ONE =
            SchemaBuilder.record("R").fields().requiredLong("a").endRecord();
    private static final Schema WITH_DEFAULT = SchemaBuilder.record("R")
            .fields()
            .requiredLong("a")
            .name("b")
            .type()
            .longType()
            .longDefault(1)
            .endRecord();
    private static final Schema WITHOUT_DEFAULT = SchemaBuilder.record("R")
            .fields()
            .requiredLong("a")
            .requiredLong("b")
            .endRecord();

    private static boolean compatible(CompatibilityLevel level, Schema candidate, Schema... earlier) {
        return level.check(candidate, List.of(earlier)).compatible();
    }

    @Test
    void backwardAsksTheNewSchemaToReadTheOldData() {
        assertThat(compatible(CompatibilityLevel.BACKWARD, WITH_DEFAULT, ONE)).isTrue();
        assertThat(compatible(CompatibilityLevel.BACKWARD, WITHOUT_DEFAULT, ONE))
                .isFalse();
        assertThat(compatible(CompatibilityLevel.BACKWARD, ONE, WITHOUT_DEFAULT))
                .isTrue();
    }

    @Test
    void forwardAsksTheOldSchemaToReadTheNewData() {
        assertThat(compatible(CompatibilityLevel.FORWARD, WITHOUT_DEFAULT, ONE)).isTrue();
        assertThat(compatible(CompatibilityLevel.FORWARD, ONE, WITHOUT_DEFAULT)).isFalse();
    }

    @Test
    void fullAsksForBoth() {
        assertThat(compatible(CompatibilityLevel.FULL, WITH_DEFAULT, ONE)).isTrue();
        assertThat(compatible(CompatibilityLevel.FULL, ONE, WITH_DEFAULT)).isTrue();
        assertThat(compatible(CompatibilityLevel.FULL, WITHOUT_DEFAULT, ONE)).isFalse();
        assertThat(compatible(CompatibilityLevel.FULL, ONE, WITHOUT_DEFAULT)).isFalse();
    }

    @Test
    void onlyTransitiveLevelsLookFurtherBackThanTheLastSchema() {
        Schema[] history = {ONE, WITH_DEFAULT};
        assertThat(compatible(CompatibilityLevel.BACKWARD, WITHOUT_DEFAULT, history))
                .isTrue();
        assertThat(compatible(CompatibilityLevel.BACKWARD_TRANSITIVE, WITHOUT_DEFAULT, history))
                .isFalse();
        Schema[] reversed = {WITHOUT_DEFAULT, WITH_DEFAULT};
        assertThat(compatible(CompatibilityLevel.FORWARD, ONE, reversed)).isTrue();
        assertThat(compatible(CompatibilityLevel.FORWARD_TRANSITIVE, ONE, reversed))
                .isFalse();
        assertThat(compatible(CompatibilityLevel.FULL, ONE, reversed)).isTrue();
        assertThat(compatible(CompatibilityLevel.FULL_TRANSITIVE, ONE, reversed))
                .isFalse();
    }

    @Test
    void noneAcceptsAnything() {
        assertThat(compatible(CompatibilityLevel.NONE, Schema.create(Schema.Type.LONG), ONE))
                .isTrue();
    }

    @Test
    void levelsAreFoundByNameInAnyCase() {
        assertThat(CompatibilityLevel.named(" full_Transitive ")).isEqualTo(CompatibilityLevel.FULL_TRANSITIVE);
        assertThatThrownBy(() -> CompatibilityLevel.named("sideways")).hasMessageContaining("BACKWARD_TRANSITIVE");
    }
}
