/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.interoperability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.serdes.registry.IncompatibleSchemaException;
import dev.skald.serdes.registry.RegisteredSchema;
import dev.skald.serdes.registry.RegistryFailureException;
import dev.skald.serdes.registry.RegistryUnreachableException;
import dev.skald.serdes.registry.SchemaRegistries;
import dev.skald.serdes.registry.SchemaRegistry;
import dev.skald.serdes.registry.UnknownSchemaException;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import dev.skald.testing.ForkedJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The registry that lives in a topic, on a real broker. */
@ExtendWith(EmbeddedKafkaExtension.class)
class KafkaRegistryIT {

    private static final Schema FIRST =
            SchemaBuilder.record("Paid").fields().requiredLong("cents").endRecord();
    private static final Schema BROKEN = SchemaBuilder.record("Paid")
            .fields()
            .requiredLong("cents")
            .requiredString("who")
            .endRecord();

    /** Opened with a setting that sets it apart: otherwise handles of one process share one registry. */
    private static SchemaRegistry open(EmbeddedKafka kafka, String topic, String instance) {
        return SchemaRegistries.from(Map.of(
                "schema.registry.url",
                "kafka://" + topic,
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "schema.registry.kafka.client.id",
                instance));
    }

    @Test
    void whatOneInstanceRegistersTheOtherKnows(EmbeddedKafka kafka) {
        try (SchemaRegistry one = open(kafka, "schemas-known", "one");
                SchemaRegistry other = open(kafka, "schemas-known", "other")) {
            assertThat(other.subjects()).isEmpty();
            int id = one.register("a", FIRST);

            assertThat(other.schemaOf(id)).isEqualTo(FIRST);
            assertThat(other.register("a", FIRST)).isEqualTo(id);
            assertThat(other.register("b", FIRST)).isEqualTo(id);
            assertThat(one.latest("b")).isEqualTo(new RegisteredSchema("b", 1, id, FIRST));
            assertThat(one.subjects()).containsExactly("a", "b");
            assertThat(one.compatibility("a", BROKEN).compatible()).isFalse();
            assertThatThrownBy(() -> one.register("a", BROKEN)).isInstanceOf(IncompatibleSchemaException.class);
            assertThatThrownBy(() -> one.schemaOf(77)).isInstanceOf(UnknownSchemaException.class);
            assertThat(other.versions("a")).containsExactly(1);
        }
    }

    @Test
    void processesThatRegisterAtTheSameTimeGiveOutEachIdAndVersionOnce(EmbeddedKafka kafka, @TempDir Path directory) {
        String url = "kafka://schemas-contended";
        List<String> names = List.of("p", "q");
        List<ForkedJvm> processes = new ArrayList<>();
        try {
            for (String name : names) {
                processes.add(ForkedJvm.start(
                        directory.resolve(name + ".log"),
                        Registrar.class,
                        List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"),
                        List.of(kafka.bootstrapServers(), url, name)));
            }
            for (ForkedJvm process : processes) {
                assertThat(process.endsWithin(Duration.ofSeconds(60)))
                        .as(process::endOfOutput)
                        .isTrue();
            }
        } finally {
            processes.forEach(ForkedJvm::close);
        }

        Map<Integer, Schema> schemas = new HashMap<>();
        Set<Schema> expected = new HashSet<>();
        try (SchemaRegistry registry = Registrar.open(kafka.bootstrapServers(), url)) {
            for (String subject : registry.subjects()) {
                for (int version : registry.versions(subject)) {
                    RegisteredSchema registered = registry.version(subject, version);
                    assertThat(schemas.put(registered.id(), registered.schema()))
                            .isNull();
                }
            }
            for (int i = 0; i < Registrar.COMMON; i++) {
                expected.add(Registrar.common(i));
                assertThat(registry.versions("common-" + i)).containsExactly(1);
            }
            for (String name : names) {
                for (int i = 0; i < Registrar.OWN; i++) {
                    expected.add(Registrar.own(name, i));
                }
            }
            assertThat(registry.versions("contended")).hasSize(names.size() * Registrar.OWN);
        }
        assertThat(schemas.values()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(schemas.keySet()).allMatch(id -> id >= 1 && id <= expected.size());
    }

    @Test
    void idsStayWhenTheTopicIsCopiedElsewhereInAnotherOrder(EmbeddedKafka kafka) throws Exception {
        int first;
        int second;
        Schema more = Registrar.own("x", 1);
        try (SchemaRegistry registry = open(kafka, "schemas-original", "one")) {
            first = registry.register("a", Registrar.common(1));
            second = registry.register("b", more);
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                KafkaProducer<byte[], byte[]> copying = new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(
                            new NewTopic("schemas-copied", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
            copy(copying, "b", second, more);
            copy(copying, "a", first, Registrar.common(1));
            copy(copying, "b", second, more);
        }

        try (SchemaRegistry copy = open(kafka, "schemas-copied", "one")) {
            assertThat(copy.schemaOf(first)).isEqualTo(Registrar.common(1));
            assertThat(copy.latest("b")).isEqualTo(new RegisteredSchema("b", 1, second, more));
            assertThat(copy.register("c", FIRST)).isEqualTo(second + 1);
        }
    }

    private static void copy(KafkaProducer<byte[], byte[]> producer, String subject, int id, Schema schema)
            throws Exception {
        String key = "{\"subject\":\"%s\",\"version\":1}".formatted(subject);
        String value =
                "{\"id\":%d,\"schema\":\"%s\"}".formatted(id, schema.toString().replace("\"", "\\\""));
        producer.send(new ProducerRecord<>("schemas-copied", key.getBytes(UTF_8), value.getBytes(UTF_8)))
                .get();
    }

    @Test
    void aTopicThatCouldLoseSchemasIsRefused(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("schemas-wide", 3, (short) 1),
                            new NewTopic("schemas-ageing", 1, (short) 1).configs(Map.of("cleanup.policy", "delete"))))
                    .all()
                    .get();
        }
        try (SchemaRegistry wide = open(kafka, "schemas-wide", "one");
                SchemaRegistry ageing = open(kafka, "schemas-ageing", "one")) {
            assertThatThrownBy(wide::subjects)
                    .isInstanceOf(RegistryFailureException.class)
                    .hasMessageContaining("one partition");
            assertThatThrownBy(() -> ageing.register("a", FIRST))
                    .isInstanceOf(RegistryFailureException.class)
                    .hasMessageContaining("cleanup.policy");
        }
    }

    @Test
    void knownSchemasStayUsableWhileTheBrokerIsAwayAndNewOnesComeWhenItIsBack() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                SchemaRegistry registry = SchemaRegistries.from(Map.of(
                        "schema.registry.url",
                        "kafka://",
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "schema.registry.kafka.default.api.timeout.ms",
                        2000,
                        "schema.registry.kafka.request.timeout.ms",
                        1000))) {
            int id = registry.register("a", FIRST);
            kafka.stop();

            assertThat(registry.schemaOf(id)).isEqualTo(FIRST);
            assertThat(registry.register("a", FIRST)).isEqualTo(id);
            assertThatThrownBy(() -> registry.schemaOf(id + 1))
                    .isInstanceOf(RegistryUnreachableException.class)
                    .hasMessageContaining("kafka://skald-schemas");

            kafka.restart();
            assertThat(registered(registry, "b", Registrar.common(1))).isEqualTo(id + 1);
        }
    }

    /** The broker needs a moment after its start; each time is bounded, and so are all of them. */
    private static int registered(SchemaRegistry registry, String subject, Schema schema) {
        for (int attempt = 1; ; attempt++) {
            try {
                return registry.register(subject, schema);
            } catch (RegistryUnreachableException e) {
                if (attempt == 20) {
                    throw e;
                }
            }
        }
    }
}
