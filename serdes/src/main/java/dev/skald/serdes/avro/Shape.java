/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import dev.skald.serdes.personal.SubjectOf;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A Java type as it maps to Avro: the tree that schemas, writers and readers are made from. */
sealed interface Shape {

    /** The schema of the type itself, whatever others have written. */
    Schema schema();

    /**
     * A type without parts.
     *
     * @param writers makes the writer for a schema, which may be another than the type's own
     * @param readers makes the reader of what a schema has written
     * @param parser makes a value of text, for defaults
     */
    record Leaf(
            Schema schema,
            Function<Schema, ValueWriter> writers,
            Function<Schema, ValueReader> readers,
            Function<String, Object> parser)
            implements Shape {}

    /** An enum; its constants are the symbols of the schema, in this order. */
    record Symbols(Class<?> type, Schema schema) implements Shape {}

    /** A list or a set. */
    record Items(Shape element, boolean distinct, Schema schema) implements Shape {}

    /** A map with text as keys. */
    record Entries(Shape value, Schema schema) implements Shape {}

    /** What may be absent: a union with null as its first branch. */
    record Absent(Shape value, Absence absence, Schema schema) implements Shape {}

    /**
     * A personal component: a text, whatever its type.
     *
     * @param plain what it would be without the mark
     */
    record Encrypted(Shape plain, PersonalField field, Schema schema) implements Shape {}

    /** A sealed type: a union of what it permits. */
    record Choice(Class<?> type, List<Shape> branches, Schema schema) implements Shape {

        /** The class of the values of a branch. */
        static Class<?> typeOf(Shape branch) {
            return branch instanceof Fields fields ? fields.type() : ((Symbols) branch).type();
        }
    }

    /** A record. It may hold itself, so its components come after it. */
    final class Fields implements Shape {

        private final Class<?> type;
        private final Schema schema;
        private final @Nullable SubjectOf subject;
        private List<Component> components = List.of();

        Fields(Class<?> type, Schema schema, @Nullable SubjectOf subject) {
            this.type = type;
            this.schema = schema;
            this.subject = subject;
        }

        void complete(List<Component> found) {
            components = List.copyOf(found);
        }

        Class<?> type() {
            return type;
        }

        /** Whose the personal fields in it are; null if it does not say, or nothing is encrypted. */
        @Nullable
        SubjectOf subject() {
            return subject;
        }

        /** In the order of the canonical constructor, which is that of the fields of the schema. */
        List<Component> components() {
            return components;
        }

        @Override
        public Schema schema() {
            return schema;
        }
    }

    /**
     * A component of a record.
     *
     * @param name its name in Java
     * @param type its class in Java
     */
    record Component(String name, Class<?> type, Shape shape) {}

    /** How Java says that a value is absent. */
    enum Absence {
        NULL,
        EMPTY,
        EMPTY_INT,
        EMPTY_LONG,
        EMPTY_DOUBLE;

        /** The value, or null if it is absent; null itself where only empty would do is absent, too. */
        @Nullable
        Object unwrap(@Nullable Object value) {
            if (value == null || this == NULL) {
                return value;
            }
            if (value instanceof Optional<?> optional) {
                return optional.orElse(null);
            }
            if (value instanceof OptionalInt optional) {
                return optional.isEmpty() ? null : optional.getAsInt();
            }
            if (value instanceof OptionalLong optional) {
                return optional.isEmpty() ? null : optional.getAsLong();
            }
            OptionalDouble optional = (OptionalDouble) value;
            return optional.isEmpty() ? null : optional.getAsDouble();
        }

        /** What stands for a value, or for its absence if that is null. */
        @Nullable
        Object wrap(@Nullable Object value) {
            return switch (this) {
                case NULL -> value;
                case EMPTY -> Optional.ofNullable(value);
                case EMPTY_INT -> value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value);
                case EMPTY_LONG -> value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
                case EMPTY_DOUBLE -> value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) value);
            };
        }
    }
}
