/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class RestSettingsTest {

    private static RestSettings settings(Map<String, ?> configs) {
        Map<String, Object> all = new HashMap<>(Map.of("schema.registry.url", "https://registry:8081/api/"));
        all.putAll(configs);
        return RestSettings.of(new Settings(all));
    }

    private static String authorization(Map<String, ?> configs) {
        String header = settings(configs).endpoints().get(0).headers().get("Authorization");
        return header == null || !header.startsWith("Basic ")
                ? String.valueOf(header)
                : new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8);
    }

    @Test
    void severalAddressesComeBetweenCommasOrAsAList() {
        assertThat(settings(Map.of("schema.registry.url", " http://a:1 , http://b:2/x/ "))
                        .endpoints())
                .extracting(Endpoint::base)
                .containsExactly("http://a:1", "http://b:2/x");
        assertThat(settings(Map.of("schema.registry.url", List.of("http://a", "http://b")))
                        .endpoints())
                .extracting(Endpoint::base)
                .containsExactly("http://a", "http://b");
    }

    @Test
    void theUserComesFromTheAddressUnlessAnotherSourceIsNamed() {
        Map<String, String> inAddress = Map.of("schema.registry.url", "https://ann:s3cret@registry");
        assertThat(authorization(inAddress)).isEqualTo("ann:s3cret");
        assertThat(settings(inAddress).endpoints().get(0).toString()).isEqualTo("https://registry");
        assertThat(authorization(Map.of())).isEqualTo("null");
        assertThat(authorization(Map.of(
                        "basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", new Password("b:c"))))
                .isEqualTo("b:c");
        assertThat(authorization(Map.of(
                        "schema.registry.basic.auth.credentials.source",
                        "USER_INFO",
                        "schema.registry.basic.auth.user.info",
                        "d:e",
                        "basic.auth.user.info",
                        "b:c")))
                .isEqualTo("d:e");
        assertThat(authorization(Map.of(
                        "basic.auth.credentials.source",
                        "SASL_INHERIT",
                        "sasl.jaas.config",
                        "org.example.Login required username=\"ann\" password=\"a\\\"b\";")))
                .isEqualTo("ann:a\"b");
    }

    @Test
    void aTokenMayBeGivenInstead() {
        RestSettings settings = settings(Map.of(
                "bearer.auth.credentials.source",
                "STATIC_TOKEN",
                "bearer.auth.token",
                "abc",
                "bearer.auth.logical.cluster",
                "lsrc-1"));

        assertThat(settings.endpoints().get(0).headers())
                .containsEntry("Authorization", "Bearer abc")
                .containsEntry("target-sr-cluster", "lsrc-1");
    }

    @Test
    void whatIsMissingOrWrongIsNamedAndNothingSecretIsShown() {
        assertThatThrownBy(() -> settings(Map.of("basic.auth.credentials.source", "USER_INFO")))
                .hasMessageContaining("basic.auth.user.info");
        assertThatThrownBy(() -> settings(Map.of("basic.auth.credentials.source", "MIND_READING")))
                .hasMessageContaining("MIND_READING");
        assertThatThrownBy(() -> settings(Map.of("basic.auth.credentials.source", "SASL_INHERIT")))
                .hasMessageContaining("sasl.jaas.config");
        assertThatThrownBy(() ->
                        settings(Map.of("basic.auth.credentials.source", "URL", "bearer.auth.credentials.source", "X")))
                .hasMessageContaining("both are set");
        assertThatThrownBy(() -> settings(Map.of("bearer.auth.credentials.source", "OAUTHBEARER")))
                .hasMessageContaining("STATIC_TOKEN");
        assertThatThrownBy(() -> settings(Map.of("max.retries", "often"))).hasMessageContaining("max.retries");
        assertThatThrownBy(() -> settings(Map.of("http.read.timeout.ms", 0))).hasMessageContaining("from 1 on");
        assertThatThrownBy(() -> settings(Map.of("schema.registry.url", "http://ann:s3cret@a b/")))
                .message()
                .contains("schema.registry.url")
                .doesNotContain("s3cret");
        assertThatThrownBy(() -> settings(Map.of("schema.registry.url", "http:///x")))
                .hasMessageContaining("no host");
        assertThatThrownBy(() -> settings(Map.of("schema.registry.ssl.truststore.location", "/no/such/store")))
                .hasMessageContaining("schema.registry.ssl.truststore.location");
    }

    @Test
    void theAddressSchemeChoosesTheRegistry() {
        Map<String, String> http = Map.of("schema.registry.url", "http://localhost:1", "max.schemas.per.subject", "5");
        try (SchemaRegistry registry = SchemaRegistries.from(http)) {
            assertThat(registry).isNotInstanceOf(InMemorySchemaRegistry.class);
        }
        assertThatThrownBy(() -> SchemaRegistries.from(Map.of())).hasMessageContaining("absent");
        assertThatThrownBy(() -> SchemaRegistries.from(Map.of("schema.registry.url", "ftp://x,http://y")))
                .hasMessageContaining("mock://scope");
    }

    @Test
    void pausesDoubleUpToABoundAndDifferByChance() {
        Backoff backoff = new Backoff(9, Duration.ofMillis(100), Duration.ofMillis(1000));
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.before(1, random)).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
            assertThat(backoff.before(3, random)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
            assertThat(backoff.before(99, random)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1000));
        }
        assertThat(new Backoff(1, Duration.ZERO, Duration.ZERO).before(1, random))
                .isEqualTo(Duration.ZERO);
    }
}
