/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import dev.skald.serdes.evolution.StoredValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Turns Avro's generic values into stored values and back. Logical types stay what they are stored as. */
final class GenericValues {

    /** Without conversions: times are numbers, decimals bytes. */
    static final GenericData DATA = new GenericData();

    private GenericValues() {}

    static StoredValue stored(GenericRecord record) {
        Schema schema = record.getSchema();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (Schema.Field field : schema.getFields()) {
            fields.put(field.name(), plain(record.get(field.pos())));
        }
        return new StoredValue(schema.getFullName(), UpcastFormat.version(schema), fields);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof GenericRecord record) {
            return stored(record);
        }
        if (value instanceof CharSequence || value instanceof GenericEnumSymbol<?>) {
            return value.toString();
        }
        if (value instanceof Collection<?> items) {
            List<@Nullable Object> all = new ArrayList<>(items.size());
            items.forEach(item -> all.add(plain(item)));
            return all;
        }
        if (value instanceof Map<?, ?> entries) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            entries.forEach((key, entry) -> all.put(key.toString(), plain(entry)));
            return all;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return value instanceof GenericFixed fixed ? fixed.bytes() : value;
    }

    /**
     * The generic value of a schema.
     *
     * @throws IllegalArgumentException if the schema has no place for the value
     */
    static @Nullable Object generic(Schema schema, @Nullable Object value) {
        return switch (schema.getType()) {
            case UNION -> generic(branch(schema, value), value);
            case RECORD -> record(schema, (StoredValue) checked(schema, value, StoredValue.class));
            case ENUM -> DATA.createEnum(checked(schema, value, String.class).toString(), schema);
            case ARRAY -> items(schema, (Collection<?>) checked(schema, value, Collection.class));
            case MAP -> entries(schema, (Map<?, ?>) checked(schema, value, Map.class));
            case BYTES -> ByteBuffer.wrap((byte[]) checked(schema, value, byte[].class));
            case FIXED -> new GenericData.Fixed(schema, (byte[]) checked(schema, value, byte[].class));
            default -> simple(schema, value);
        };
    }

    private static @Nullable Object simple(Schema schema, @Nullable Object value) {
        return switch (schema.getType()) {
            case STRING -> checked(schema, value, String.class);
            case BOOLEAN -> checked(schema, value, Boolean.class);
            case INT -> (int) whole(schema, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole(schema, value, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> ((Number) checked(schema, value, Number.class)).floatValue();
            case DOUBLE -> ((Number) checked(schema, value, Number.class)).doubleValue();
            default -> null;
        };
    }

    private static long whole(Schema schema, @Nullable Object value, long least, long most) {
        Object number = checked(schema, value, Number.class);
        boolean isWhole = number instanceof Integer || number instanceof Long;
        long whole = isWhole ? ((Number) number).longValue() : 0;
        if (!isWhole || whole < least || whole > most) {
            throw unfit(schema, value);
        }
        return whole;
    }

    private static Object checked(Schema schema, @Nullable Object value, Class<?> type) {
        if (value == null || !type.isInstance(value)) {
            throw unfit(schema, value);
        }
        return value;
    }

    private static IllegalArgumentException unfit(Schema schema, @Nullable Object value) {
        String name = schema.getType() == Schema.Type.RECORD ? schema.getFullName() : schema.toString();
        return new IllegalArgumentException("expected %s after upcasting, but it is %s".formatted(name, value));
    }

    private static Schema branch(Schema union, @Nullable Object value) {
        for (Schema branch : union.getTypes()) {
            if (fits(branch, value)) {
                return branch;
            }
        }
        throw unfit(union, value);
    }

    private static boolean fits(Schema branch, @Nullable Object value) {
        return switch (branch.getType()) {
            case NULL -> value == null;
            case RECORD ->
                value instanceof StoredValue stored && branch.getFullName().equals(stored.type());
            case ENUM -> value instanceof String symbol && branch.hasEnumSymbol(symbol);
            case UNION -> false;
            default -> value != null && !(value instanceof StoredValue) && converts(branch, value);
        };
    }

    private static boolean converts(Schema branch, Object value) {
        try {
            generic(branch, value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static GenericRecord record(Schema schema, StoredValue value) {
        if (!schema.getFullName().equals(value.type())) {
            throw unfit(schema, value);
        }
        GenericData.Record record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            boolean given = value.fields().containsKey(field.name()) || !field.hasDefaultValue();
            record.put(
                    field.pos(),
                    given ? generic(field.schema(), value.get(field.name())) : DATA.getDefaultValue(field));
        }
        return record;
    }

    private static List<@Nullable Object> items(Schema schema, Collection<?> values) {
        List<@Nullable Object> items = new ArrayList<>(values.size());
        values.forEach(value -> items.add(generic(schema.getElementType(), value)));
        return items;
    }

    private static Map<String, @Nullable Object> entries(Schema schema, Map<?, ?> values) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        values.forEach((key, value) -> entries.put(String.valueOf(key), generic(schema.getValueType(), value)));
        return entries;
    }
}
