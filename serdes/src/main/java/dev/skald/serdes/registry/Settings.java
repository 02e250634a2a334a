/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * A configuration with its values by type. Confluent's clients take most names with and without the prefix
 * {@value #PREFIX}; so does this, and the name with the prefix wins.
 */
final class Settings {

    static final String PREFIX = "schema.registry.";

    private final Map<String, ?> configs;

    Settings(Map<String, ?> configs) {
        this.configs = configs;
    }

    /** The text of exactly this name, without white space around it; null if it is absent or empty. */
    @Nullable
    String exact(String name) {
        Object value = configs.get(name);
        if (value == null) {
            return null;
        }
        String text = (value instanceof Password password ? password.value() : value.toString()).strip();
        return text.isEmpty() ? null : text;
    }

    /** Whether there is a value of exactly this name, be it empty. */
    boolean has(String name) {
        return configs.get(name) != null;
    }

    @Nullable
    String text(String name) {
        String prefixed = exact(PREFIX + name);
        return prefixed != null ? prefixed : exact(name);
    }

    /** What is listed under exactly this name, as a list or between commas. */
    List<String> list(String name) {
        Stream<String> parts = configs.get(name) instanceof Collection<?> collection
                ? collection.stream().map(Objects::toString)
                : Arrays.stream(Objects.requireNonNullElse(exact(name), "").split(","));
        return parts.map(String::strip).filter(part -> !part.isEmpty()).toList();
    }

    int integer(String name, int otherwise, int atLeast) {
        String text = text(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= atLeast) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "expected %s to be a whole number from %d on, but it is %s".formatted(name, atLeast, text));
    }

    Duration millis(String name, Duration otherwise, int atLeast) {
        return Duration.ofMillis(integer(name, Math.toIntExact(otherwise.toMillis()), atLeast));
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    /** All values of the names that a test accepts. */
    Map<String, Object> all(Predicate<String> accepted) {
        Map<String, Object> all = new TreeMap<>();
        configs.forEach((name, value) -> {
            if (value != null && accepted.test(name)) {
                all.put(name, value);
            }
        });
        return Map.copyOf(all);
    }
}
