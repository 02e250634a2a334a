/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

    @Test
    void whatIsAboutTheConnectionIsTakenOverAndNothingElse() {
        KafkaSettings settings = KafkaSettings.of(
                "kafka://schemas_of_ours",
                Map.of(
                        "bootstrap.servers", "broker:9092",
                        "security.protocol", "SSL",
                        "ssl.truststore.location", "/trust",
                        "client.id", "somebody",
                        "group.id", "a-group",
                        "enable.auto.commit", true,
                        "schema.compatibility.level", "full"));

        assertThat(settings.topic()).isEqualTo("schemas_of_ours");
        assertThat(settings.level()).isEqualTo(CompatibilityLevel.FULL);
        assertThat(settings.connection())
                .containsOnlyKeys("bootstrap.servers", "security.protocol", "ssl.truststore.location");
    }

    @Test
    void anotherClusterMayBeNamedForSchemas() {
        KafkaSettings settings = KafkaSettings.of(
                "kafka://",
                Map.of(
                        "bootstrap.servers", "broker:9092",
                        "schema.registry.kafka.bootstrap.servers", "other:9092",
                        "schema.registry.kafka.default.api.timeout.ms", 1234));

        assertThat(settings.topic()).isEqualTo("skald-schemas");
        assertThat(settings.level()).isEqualTo(CompatibilityLevel.BACKWARD);
        assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(1234));
        assertThat(settings.name()).isEqualTo("kafka://skald-schemas at other:9092");
    }

    @Test
    void withoutABrokerThereIsNoRegistry() {
        assertThatThrownBy(() -> KafkaSettings.of("kafka://", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootstrap.servers");
    }
}
