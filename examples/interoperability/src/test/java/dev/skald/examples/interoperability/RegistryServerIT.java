/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.interoperability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.serdes.registry.IncompatibleSchemaException;
import dev.skald.serdes.registry.RegisteredSchema;
import dev.skald.serdes.registry.RegistryFailureException;
import dev.skald.serdes.registry.SchemaRegistries;
import dev.skald.serdes.registry.SchemaRegistry;
import dev.skald.serdes.registry.UnknownSchemaException;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client of Confluent's REST API against a registry server. */
@ExtendWith(RegistryServerExtension.class)
class RegistryServerIT {

    private static Schema payment(String name) {
        return SchemaBuilder.record(name)
                .namespace("shop")
                .doc("What was paid.")
                .fields()
                .requiredLong("cents")
                .endRecord();
    }

    private static Schema paymentBy(String name) {
        return SchemaBuilder.record(name)
                .namespace("shop")
                .fields()
                .requiredLong("cents")
                .optionalString("by")
                .endRecord();
    }

    private static Schema incompatible(String name) {
        return SchemaBuilder.record(name)
                .namespace("shop")
                .fields()
                .requiredLong("cents")
                .requiredString("who")
                .endRecord();
    }

    private static SchemaRegistry open(RegistryServer server) {
        return SchemaRegistries.from(Map.of("schema.registry.url", server.url()));
    }

    @Test
    void whatOneClientRegistersAnotherFindsByIdAndBySubject(RegistryServer server) {
        String subject = "orders of today/paid-value";
        int first;
        int second;
        try (SchemaRegistry writer = open(server)) {
            first = writer.register(subject, payment("Found"));
            second = writer.register(subject, paymentBy("Found"));
            assertThat(writer.register(subject, payment("Found")))
                    .isEqualTo(first)
                    .isNotEqualTo(second);
        }
        try (SchemaRegistry reader = open(server)) {
            assertThat(reader.schemaOf(first)).isEqualTo(payment("Found"));
            assertThat(reader.schemaOf(first).getDoc()).isEqualTo("What was paid.");
            assertThat(reader.idOf(subject, paymentBy("Found"))).isEqualTo(second);
            assertThat(reader.register("another-subject", payment("Found"))).isEqualTo(first);
            assertThat(reader.versions(subject)).containsExactly(1, 2);
            assertThat(reader.latest(subject)).isEqualTo(new RegisteredSchema(subject, 2, second, paymentBy("Found")));
            assertThat(reader.version(subject, 1)).isEqualTo(new RegisteredSchema(subject, 1, first, payment("Found")));
            assertThat(reader.subjects()).contains(subject, "another-subject");
        }
    }

    @Test
    void anIncompatibleSchemaIsRefusedWithTheServersReasons(RegistryServer server) {
        String subject = "refused-value";
        try (SchemaRegistry registry = open(server)) {
            assertThat(registry.compatibility("never-seen", payment("Refused")).compatible())
                    .isTrue();
            registry.register(subject, payment("Refused"));
            server.compatibility(subject, "BACKWARD");

            assertThat(registry.compatibility(subject, paymentBy("Refused")).compatible())
                    .isTrue();
            assertThat(registry.compatibility(subject, incompatible("Refused")).compatible())
                    .isFalse();
            assertThatThrownBy(() -> registry.register(subject, incompatible("Refused")))
                    .isInstanceOfSatisfying(
                            IncompatibleSchemaException.class,
                            e -> assertThat(e.messages())
                                    .singleElement()
                                    .asString()
                                    .contains("/fields/1"));
            assertThat(registry.versions(subject)).containsExactly(1);
        }
    }

    @Test
    void whatIsUnknownIsSaidToBeUnknown(RegistryServer server) {
        try (SchemaRegistry registry = open(server)) {
            assertThatThrownBy(() -> registry.schemaOf(987_654_321))
                    .isInstanceOfSatisfying(
                            UnknownSchemaException.class,
                            e -> assertThat(e.id()).hasValue(987_654_321));
            assertThatThrownBy(() -> registry.latest("nowhere")).isInstanceOf(UnknownSchemaException.class);
            assertThatThrownBy(() -> registry.versions("nowhere")).isInstanceOf(UnknownSchemaException.class);
            assertThatThrownBy(() -> registry.idOf("nowhere", payment("Unknown")))
                    .isInstanceOf(UnknownSchemaException.class);
            registry.register("here", payment("Unknown"));
            assertThatThrownBy(() -> registry.version("here", 2)).isInstanceOf(UnknownSchemaException.class);
            assertThatThrownBy(() -> registry.idOf("here", paymentBy("Unknown")))
                    .isInstanceOf(UnknownSchemaException.class);
        }
    }

    @Test
    void aWrongPathIsToldFromAnUnknownSchema(RegistryServer server) {
        String wrong = server.url().replace("/apis/ccompat/v7", "");
        try (SchemaRegistry registry = SchemaRegistries.from(Map.of("schema.registry.url", wrong))) {
            assertThatThrownBy(() -> registry.schemaOf(1))
                    .isInstanceOf(RegistryFailureException.class)
                    .hasMessageContaining("is the path in schema.registry.url right?");
        }
    }

    @Test
    void aSchemaThatRefersToOthersComesWhole(RegistryServer server) {
        server.ask("POST", "/subjects/shop.Money/versions", """
                {"schema":"{\\"type\\":\\"record\\",\\"name\\":\\"Money\\",\\"namespace\\":\\"shop\\",\\"fields\\":[\
                {\\"name\\":\\"cents\\",\\"type\\":\\"long\\"}]}"}""");
        int status = server.ask("POST", "/subjects/refers-value/versions", """
                {"schema":"{\\"type\\":\\"record\\",\\"name\\":\\"Refers\\",\\"namespace\\":\\"shop\\",\\"fields\\":[\
                {\\"name\\":\\"price\\",\\"type\\":\\"shop.Money\\"}]}",
                 "references":[{"name":"shop.Money","subject":"shop.Money","version":1}]}""");
        assertThat(status).isEqualTo(200);

        try (SchemaRegistry registry = open(server)) {
            RegisteredSchema refers = registry.latest("refers-value");
            assertThat(refers.schema()
                            .getField("price")
                            .schema()
                            .getField("cents")
                            .schema()
                            .getType())
                    .isEqualTo(Schema.Type.LONG);
            assertThat(new Schema.Parser().parse(registry.schemaOf(refers.id()).toString()))
                    .isEqualTo(refers.schema());
        }
    }
}
