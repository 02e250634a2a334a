/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestSchemaRegistryTest {

    private static final Schema PAID =
            SchemaBuilder.record("Paid").fields().requiredLong("cents").endRecord();
    private static final String STRING = "{\"schema\":\"\\\"string\\\"\"}";

    private final StandInServer server = new StandInServer();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final List<AutoCloseable> open = new ArrayList<>(List.of(server));

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private RestSchemaRegistry registry(String... namesAndValues) {
        Map<String, Object> configs = new HashMap<>(Map.of("schema.registry.url", server.url()));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            configs.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        RestSchemaRegistry registry = new RestSchemaRegistry(
                RestSettings.of(new Settings(configs)),
                duration -> now.updateAndGet(time -> time.plus(duration)),
                new Random(1),
                (InstantSource) now::get);
        open.add(registry);
        return registry;
    }

    private List<String> questions() {
        return server.asked.stream()
                .map(asked -> asked.method() + " " + asked.path())
                .toList();
    }

    @Test
    void registeringAsksOnceAndKnowsTheSchemaFromThenOn() {
        server.then(200, "{\"id\":7}");
        RestSchemaRegistry registry = registry();

        assertThat(registry.register("paid value/1", PAID)).isEqualTo(7);
        assertThat(registry.register("paid value/1", PAID)).isEqualTo(7);
        assertThat(registry.idOf("paid value/1", PAID)).isEqualTo(7);
        assertThat(registry.schemaOf(7)).isEqualTo(PAID);
        assertThat(questions()).containsExactly("POST /subjects/paid%20value%2F1/versions");
        assertThat(server.asked.get(0).body()).contains("\\\"cents\\\"");
    }

    @Test
    void aSchemaOfAnIdIsFetchedOnceAndNeedsNoServerAfterwards() {
        server.then(200, STRING);
        RestSchemaRegistry registry = registry();
        Schema first = registry.schemaOf(3);
        server.close();

        assertThat(registry.schemaOf(3)).isSameAs(first).isEqualTo(Schema.create(Schema.Type.STRING));
    }

    @Test
    void referencesAreFollowedEachOnce() {
        server.then(200, """
                        {"schema":"{\\"type\\":\\"record\\",\\"name\\":\\"Outer\\",\\"fields\\":[\
                        {\\"name\\":\\"a\\",\\"type\\":\\"x.A\\"},{\\"name\\":\\"b\\",\\"type\\":\\"x.B\\"}]}",
                         "references":[{"name":"x.B","subject":"b","version":2},
                                       {"name":"x.A","subject":"a","version":1}]}
                        """).then(200, """
                        {"subject":"b","version":2,"id":11,
                         "schema":"{\\"type\\":\\"record\\",\\"name\\":\\"B\\",\\"namespace\\":\\"x\\",\\"fields\\":[\
                        {\\"name\\":\\"a\\",\\"type\\":\\"A\\"}]}",
                         "references":[{"name":"x.A","subject":"a","version":1}]}
                        """).then(200, """
                        {"subject":"a","version":1,"id":10,
                         "schema":"{\\"type\\":\\"enum\\",\\"name\\":\\"x.A\\",\\"symbols\\":[\\"ONE\\"]}"}
                        """);

        Schema outer = registry().schemaOf(12);

        assertThat(outer.getField("b").schema().getField("a").schema().getEnumSymbols())
                .containsExactly("ONE");
        assertThat(new Schema.Parser().parse(outer.toString())).isEqualTo(outer);
        assertThat(questions())
                .containsExactly("GET /schemas/ids/12", "GET /subjects/b/versions/2", "GET /subjects/a/versions/1");
    }

    @Test
    void versionsSubjectsAndLatestAreAskedForEachTime() {
        String second = "{\"subject\":\"s\",\"version\":2,\"id\":9,\"schema\":\"\\\"long\\\"\"}";
        server.then(200, "[2,1]").then(200, "[\"t\",\"s\"]").then(200, second).then(200, second);
        RestSchemaRegistry registry = registry();

        assertThat(registry.versions("s")).containsExactly(1, 2);
        assertThat(registry.subjects()).containsExactly("s", "t");
        RegisteredSchema latest = registry.latest("s");
        assertThat(latest).isEqualTo(new RegisteredSchema("s", 2, 9, Schema.create(Schema.Type.LONG)));
        assertThat(registry.version("s", 2).schema()).isSameAs(latest.schema());
        assertThat(questions())
                .containsExactly(
                        "GET /subjects/s/versions",
                        "GET /subjects",
                        "GET /subjects/s/versions/latest",
                        "GET /subjects/s/versions/2");
    }

    @Test
    void whatIsUnknownToTheServerIsSaidToBeUnknown() {
        server.then(404, "{\"error_code\":40403,\"message\":\"Schema 5 not found\"}")
                .then(404, "{\"error_code\":40401,\"message\":\"Subject 's' not found.\"}")
                .then(404, "{\"error_code\":40402,\"message\":\"Version 4 not found.\"}")
                .then(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        RestSchemaRegistry registry = registry();

        assertThatThrownBy(() -> registry.schemaOf(5))
                .isInstanceOfSatisfying(
                        UnknownSchemaException.class, e -> assertThat(e.id()).hasValue(5))
                .hasMessageContaining(server.url());
        assertThatThrownBy(() -> registry.latest("s")).isInstanceOf(UnknownSchemaException.class);
        assertThatThrownBy(() -> registry.version("s", 4))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("version 4 of subject s");
        assertThatThrownBy(() -> registry.idOf("s", PAID))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("schema Paid under subject s");
    }

    @Test
    void anUnknownIdIsAskedForAgainUnlessItIsToBeRememberedForAWhile() {
        String unknown = "{\"error_code\":40403,\"message\":\"Schema 5 not found\"}";
        server.then(404, unknown).then(200, STRING);
        RestSchemaRegistry forgetting = registry();
        assertThatThrownBy(() -> forgetting.schemaOf(5)).isInstanceOf(UnknownSchemaException.class);
        assertThat(forgetting.schemaOf(5).getType()).isEqualTo(Schema.Type.STRING);

        server.then(404, unknown).then(200, STRING);
        RestSchemaRegistry remembering = registry("missing.id.cache.ttl.sec", "10");
        assertThatThrownBy(() -> remembering.schemaOf(5)).isInstanceOf(UnknownSchemaException.class);
        assertThatThrownBy(() -> remembering.schemaOf(5)).isInstanceOf(UnknownSchemaException.class);
        assertThat(server.asked).hasSize(3);
        now.updateAndGet(time -> time.plusSeconds(11));
        assertThat(remembering.schemaOf(5).getType()).isEqualTo(Schema.Type.STRING);
    }

    @Test
    void anIncompatibleSchemaComesWithTheServersReasons() {
        server.then(409, "{\"error_code\":409,\"message\":\"READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1\"}")
                .then(200, "{\"is_compatible\":false,\"messages\":[\"no default\"]}")
                .then(200, "{\"is_compatible\":true,\"messages\":[]}")
                .then(404, "{\"error_code\":40401,\"message\":\"Subject 's' not found.\"}");
        RestSchemaRegistry registry = registry();

        assertThatThrownBy(() -> registry.register("s", PAID))
                .isInstanceOfSatisfying(
                        IncompatibleSchemaException.class,
                        e -> assertThat(e.messages())
                                .containsExactly("READER_FIELD_MISSING_DEFAULT_VALUE at /fields/1"))
                .hasMessageContaining("subject s");
        assertThat(registry.compatibility("s", PAID)).isEqualTo(Compatibility.incompatible(List.of("no default")));
        assertThat(registry.compatibility("s", PAID)).isEqualTo(Compatibility.COMPATIBLE);
        assertThat(registry.compatibility("new", PAID)).isEqualTo(Compatibility.COMPATIBLE);
    }

    @Test
    void anOlderServerThatComparesWithOneVersionOnlyIsAskedSo() {
        server.then(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}")
                .then(200, "{\"is_compatible\":true}");

        assertThat(registry().compatibility("s", PAID).compatible()).isTrue();
        assertThat(questions())
                .containsExactly(
                        "POST /compatibility/subjects/s/versions?verbose=true",
                        "POST /compatibility/subjects/s/versions/latest?verbose=true");
    }

    @Test
    void passingTroubleIsWaitedOutWithGrowingPauses() {
        server.then(503, "")
                .then(500, "{\"error_code\":50003,\"message\":\"no leader\"}")
                .then(200, STRING);

        assertThat(registry("retries.wait.ms", "1000", "max.retries", "2").schemaOf(1))
                .isNotNull();
        assertThat(now.get()).isBetween(Instant.ofEpochMilli(500 + 1000), Instant.ofEpochMilli(1000 + 2000));
    }

    @Test
    void retriesEndAndTheErrorNamesTheAddressAndTheLastProblem() {
        server.then(503, "").then(503, "").then(502, "");

        assertThatThrownBy(() -> registry("max.retries", "2").schemaOf(1))
                .isInstanceOfSatisfying(
                        RegistryUnreachableException.class,
                        e -> assertThat(e.registry()).contains(server.url()))
                .hasMessageContaining(server.url())
                .hasMessageContaining("502");
        assertThat(server.asked).hasSize(3);
    }

    @Test
    void theNextAddressIsAskedWhenOneFailsAndStaysPreferred() {
        String gone;
        try (StandInServer closed = new StandInServer()) {
            gone = closed.url();
        }
        server.then(200, STRING).then(200, "[]");
        RestSchemaRegistry registry = registry("schema.registry.url", gone + ", " + server.url() + "/");

        assertThat(registry.schemaOf(1)).isNotNull();
        assertThat(registry.subjects()).isEmpty();
        assertThat(now.get()).as("nobody waits while another address answers").isEqualTo(Instant.EPOCH);
    }

    @Test
    void anAnswerThatStallsInItsMiddleIsGivenUp() {
        CountDownLatch over = new CountDownLatch(1);
        open.add(over::countDown);
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        RestSchemaRegistry registry =
                registry("http.connect.timeout.ms", "200", "http.read.timeout.ms", "200", "max.retries", "0");

        assertThatThrownBy(() -> registry.schemaOf(1)).isInstanceOf(RegistryUnreachableException.class);
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        server.then(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                exchange.getResponseBody().write(chunk);
            }
        });

        assertThatThrownBy(() -> registry("max.retries", "0").schemaOf(1))
                .isInstanceOf(RegistryUnreachableException.class)
                .hasMessageContaining("longer than");
    }

    @Test
    void accessThatIsRefusedNamesTheSettingsAndIsNotTriedAgain() {
        server.then(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}")
                .then(403, "")
                .then(401, "");
        RestSchemaRegistry anonymous = registry();

        assertThatThrownBy(() -> anonymous.schemaOf(1))
                .isInstanceOfSatisfying(
                        RegistryAccessException.class,
                        e -> assertThat(e.registry()).isEqualTo(server.url()))
                .hasMessageContaining("set basic.auth.credentials.source and basic.auth.user.info");
        assertThatThrownBy(() -> anonymous.subjects())
                .isInstanceOf(RegistryAccessException.class)
                .hasMessageContaining("right");
        RestSchemaRegistry known =
                registry("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ann:wrong");
        assertThatThrownBy(() -> known.schemaOf(1))
                .hasMessageContaining("check basic.auth.user.info")
                .message()
                .doesNotContain("wrong");
        assertThat(server.asked).hasSize(3);
    }

    @Test
    void whatIsNoRegistryIsToldFromARegistryThatDoesNotKnow() {
        server.then(404, "<html>not here</html>");

        assertThatThrownBy(() -> registry().schemaOf(1))
                .isInstanceOf(RegistryFailureException.class)
                .hasMessageContaining("is the path in schema.registry.url right?");
    }

    @Test
    void answersThatMakeNoSenseAreErrors() {
        List<String> answers = List.of(
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"schema\":5}",
                "{\"schema\":\"nonsense\"}",
                "{\"schema\":\"{\\\"type\\\":\\\"record\\\"}\"}",
                "{\"schema\":\"message A {}\",\"schemaType\":\"PROTOBUF\"}");
        for (String answer : answers) {
            server.then(200, answer);
            assertThatThrownBy(() -> registry().schemaOf(1))
                    .as(answer)
                    .isInstanceOf(RegistryFailureException.class)
                    .hasMessageContaining(server.url());
        }
        server.then(422, "{\"error_code\":42201,\"message\":\"Invalid schema\"}")
                .then(200, "{\"id\":\"7\"}");
        assertThatThrownBy(() -> registry().register("s", PAID)).hasMessageContaining("Invalid schema");
        assertThatThrownBy(() -> registry().register("s", PAID)).hasMessageContaining("no whole number id");
    }

    @Test
    void aSchemaThatRefersToItselfEnds() {
        String circular = """
                {"subject":"a","version":1,"id":1,"schema":"\\"long\\"",
                 "references":[{"name":"A","subject":"a","version":1}]}
                """;
        server.then(200, circular).then(200, circular);

        assertThat(registry().schemaOf(1).getType()).isEqualTo(Schema.Type.LONG);
        assertThat(server.asked).hasSize(2);
    }

    @Test
    void whoAsksForTheSameAtTheSameTimeSharesOneQuestion() throws Exception {
        int threads = 8;
        CountDownLatch waiting = new CountDownLatch(threads);
        server.then(exchange -> {
            try {
                waiting.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] bytes = STRING.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        });
        RestSchemaRegistry registry = registry();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        open.add(executor::shutdownNow);
        List<Future<Schema>> schemas = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            schemas.add(executor.submit(() -> {
                waiting.countDown();
                return registry.schemaOf(1);
            }));
        }

        for (Future<Schema> schema : schemas) {
            assertThat(schema.get()).isSameAs(registry.schemaOf(1));
        }
        assertThat(server.asked).hasSize(1);
    }

    @Test
    void lookingUpDoesNotShareTheQuestionOfRegistering() {
        server.then(404, "{\"error_code\":40403,\"message\":\"Schema not found\"}")
                .then(200, "{\"id\":4}");
        RestSchemaRegistry registry = registry("normalize.schemas", "true");

        assertThatThrownBy(() -> registry.idOf("s", PAID)).isInstanceOf(UnknownSchemaException.class);
        assertThat(registry.register("s", PAID)).isEqualTo(4);
        assertThat(questions())
                .containsExactly("POST /subjects/s?normalize=true", "POST /subjects/s/versions?normalize=true");
    }

    @Test
    void anInterruptEndsTheWaiting() {
        RestSchemaRegistry registry = registry();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> registry.schemaOf(1)).isInstanceOf(InterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
