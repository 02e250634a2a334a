/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Record headers whose values are UTF-8 text. */
public final class TextHeaders {

    private TextHeaders() {}

    /** New headers, none in them. Kafka has no public constructor of its own for this. */
    public static Headers none() {
        return new Record<@Nullable Void, @Nullable Void>(null, null, 0).headers();
    }

    /** Adds a header. */
    public static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    /** Adds a header if there is a value. */
    public static void addIfPresent(Headers headers, String name, @Nullable String value) {
        if (value != null) {
            add(headers, name, value);
        }
    }

    /** The last header of this name, or null. */
    public static @Nullable String get(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            return null;
        }
        return new String(header.value(), UTF_8);
    }

    /** The last header of this name, or the other value. */
    public static String getOr(Headers headers, String name, String other) {
        String value = get(headers, name);
        return value == null ? other : value;
    }

    /**
     * The last header of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static String require(Headers headers, String name) {
        String value = get(headers, name);
        if (value == null) {
            throw new IllegalArgumentException("expected a header " + name + ", but there is none");
        }
        return value;
    }
}
