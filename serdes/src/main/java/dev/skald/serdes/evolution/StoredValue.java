/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.evolution;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value in the form in which it is stored, before it is a Java object: the name and version of its type, and its
 * fields in order.
 *
 * <p>The value of a field is a text, a number, a truth value, null, a list, a map from texts, or another stored value;
 * from Avro also a {@code byte[]} or whatever its logical type stands for. In JSON numbers are {@link Integer},
 * {@link Long}, {@link java.math.BigInteger} or {@link java.math.BigDecimal}, whichever is the smallest that holds
 * them, and objects are maps. Each method returns a new value.
 *
 * @param type the name of the type, as it is stored
 * @param version the version of the type, from 1
 * @param fields the fields, in order
 */
public record StoredValue(String type, int version, Map<String, @Nullable Object> fields) {

    /** Copies the fields. */
    public StoredValue {
        requireNonNull(type, "type");
        if (version < 1) {
            throw new IllegalArgumentException("expected a version of 1 or more, but it is " + version);
        }
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** A value of a type's first version, without fields. */
    public static StoredValue of(String type) {
        return new StoredValue(type, 1, Map.of());
    }

    /** The value of a field; null if it is null or missing. */
    public @Nullable Object get(String field) {
        return fields.get(field);
    }

    /**
     * The text of a field.
     *
     * @throws IllegalArgumentException if it is missing or no text
     */
    public String text(String field) {
        return expect(field, CharSequence.class).toString();
    }

    /**
     * The number of a field.
     *
     * @throws IllegalArgumentException if it is missing or no number
     */
    public Number number(String field) {
        return expect(field, Number.class);
    }

    private <V> V expect(String field, Class<V> kind) {
        Object value = fields.get(field);
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException("expected a %s in field %s of %s version %d, but it is %s"
                    .formatted(kind.getSimpleName(), field, type, version, value));
        }
        return kind.cast(value);
    }

    /** With a field added at the end, or its value replaced. */
    public StoredValue with(String field, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
        changed.put(requireNonNull(field, "field"), value);
        return new StoredValue(type, version, changed);
    }

    /** Without a field. */
    public StoredValue without(String field) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
        changed.remove(field);
        return new StoredValue(type, version, changed);
    }

    /** With the value of a field under another name; unchanged if there is no such field. */
    public StoredValue renamed(String field, String name) {
        return fields.containsKey(field) ? without(field).with(name, fields.get(field)) : this;
    }

    /** With the same fields, but of another type or version. */
    public StoredValue becoming(String otherType, int otherVersion) {
        return new StoredValue(otherType, otherVersion, fields);
    }
}
