/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a client says who it is, under Confluent's names.
 *
 * @param fromUrl whether the user name and password in the address are used
 * @param headers what goes with each request otherwise
 */
record Credentials(boolean fromUrl, Map<String, String> headers) {

    static final String AUTHORIZATION = "Authorization";

    private static final String BASIC_SOURCE = "basic.auth.credentials.source";
    private static final String BASIC_USER = "basic.auth.user.info";
    private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    private static final String BEARER_TOKEN = "bearer.auth.token";
    private static final String JAAS = "sasl.jaas.config";

    Credentials {
        headers = Map.copyOf(headers);
    }

    static Credentials of(Settings settings) {
        String basic = settings.text(BASIC_SOURCE);
        String bearer = settings.text(BEARER_SOURCE);
        if (basic != null && bearer != null) {
            throw new IllegalArgumentException(
                    "expected %s or %s, but both are set".formatted(BASIC_SOURCE, BEARER_SOURCE));
        }
        if (bearer != null) {
            return bearer(bearer, settings);
        }
        return switch (basic == null ? "URL" : basic.toUpperCase(Locale.ROOT)) {
            case "URL" -> new Credentials(true, Map.of());
            case "USER_INFO" ->
                new Credentials(false, Map.of(AUTHORIZATION, basic(required(settings, BASIC_USER, BASIC_SOURCE))));
            case "SASL_INHERIT" -> new Credentials(false, Map.of(AUTHORIZATION, basic(saslUser(settings))));
            default ->
                throw new IllegalArgumentException("expected %s to be URL, USER_INFO or SASL_INHERIT, but it is %s"
                        .formatted(BASIC_SOURCE, basic));
        };
    }

    private static Credentials bearer(String source, Settings settings) {
        if (!source.equalsIgnoreCase("STATIC_TOKEN")) {
            throw new IllegalArgumentException(
                    "expected %s to be STATIC_TOKEN, but it is %s".formatted(BEARER_SOURCE, source));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(AUTHORIZATION, "Bearer " + required(settings, BEARER_TOKEN, BEARER_SOURCE));
        putIfSet(headers, "target-sr-cluster", settings.text("bearer.auth.logical.cluster"));
        putIfSet(headers, "Confluent-Identity-Pool-Id", settings.text("bearer.auth.identity.pool.id"));
        return new Credentials(false, headers);
    }

    private static void putIfSet(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    private static String required(Settings settings, String name, String because) {
        String value = settings.text(name);
        if (value == null) {
            throw new IllegalArgumentException("expected %s, because of %s, but it is absent".formatted(name, because));
        }
        return value;
    }

    private static String saslUser(Settings settings) {
        String jaas = settings.exact(JAAS);
        if (jaas == null) {
            throw new IllegalArgumentException(
                    "expected %s, because %s is SASL_INHERIT, but it is absent".formatted(JAAS, BASIC_SOURCE));
        }
        return option(jaas, "username") + ":" + option(jaas, "password");
    }

    private static String option(String jaas, String name) {
        Matcher quoted = Pattern.compile("\\b" + name + "\\s*=\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"")
                .matcher(jaas);
        if (quoted.find()) {
            return quoted.group(1).replaceAll("\\\\(.)", "$1");
        }
        throw new IllegalArgumentException("expected %s with %s=\"…\", but it has none".formatted(JAAS, name));
    }

    /** The value of the header for a user and a password with a colon between them. */
    static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(UTF_8));
    }
}
