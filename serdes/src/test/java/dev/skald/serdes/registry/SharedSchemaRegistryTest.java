/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SharedSchemaRegistryTest {

    @Test
    void handlesOnOneRegistryShareWhatItKnowsUntilTheLastIsClosed() {
        try (StandInServer server = new StandInServer()) {
            Map<String, Object> configs = Map.of("schema.registry.url", server.url(), "client.id", "one");
            Map<String, Object> same = Map.of("schema.registry.url", server.url(), "client.id", "two");
            Map<String, Object> other = Map.of("schema.registry.url", server.url(), "max.retries", 1);
            String answer = "{\"schema\":\"\\\"int\\\"\"}";
            server.then(200, answer).then(200, answer).then(200, answer);

            SchemaRegistry first = SchemaRegistries.from(configs);
            SchemaRegistry second = SchemaRegistries.from(same);
            Schema schema = first.schemaOf(1);
            first.close();
            first.close();
            assertThat(second.schemaOf(1)).isSameAs(schema);
            assertThat(server.asked).hasSize(1);

            try (SchemaRegistry different = SchemaRegistries.from(other)) {
                assertThat(different.schemaOf(1)).isNotSameAs(schema);
                assertThat(server.asked).hasSize(2);
            }
            second.close();
            try (SchemaRegistry anew = SchemaRegistries.from(configs)) {
                assertThat(anew.schemaOf(1)).isNotSameAs(schema);
            }
            assertThat(server.asked).hasSize(3);
        }
    }
}
