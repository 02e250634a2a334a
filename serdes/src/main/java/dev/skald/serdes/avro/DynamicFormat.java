/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Whatever comes, where a configuration names the serde and no type: what a value is written as is decided by its
 * class, and what is read by its schema, as a generic record or, if so configured, as an instance of the class that was
 * generated from the schema.
 */
final class DynamicFormat implements Format {

    private final GenericData data;
    private final boolean specificReader;
    private final Map<Class<?>, PlainFormat> plain = new ConcurrentHashMap<>();

    DynamicFormat(boolean specificReader) {
        this.specificReader = specificReader;
        this.data = specificReader ? new GeneratedData(classLoader()) : GenericData.get();
    }

    @Override
    public String expected() {
        return specificReader ? "value of a generated class" : "generic record";
    }

    private static ClassLoader classLoader() {
        ClassLoader ofApplication = Thread.currentThread().getContextClassLoader();
        return ofApplication == null ? DynamicFormat.class.getClassLoader() : ofApplication;
    }

    private PlainFormat plain(Class<?> type) {
        return plain.computeIfAbsent(type, PlainFormat::new);
    }

    private static Class<?> typeOf(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.getDeclaringClass();
        }
        if (value instanceof CharSequence) {
            return String.class;
        }
        return value instanceof ByteBuffer ? ByteBuffer.class : value.getClass();
    }

    @Override
    public Schema schemaOf(Object value, boolean ofRecord) {
        return value instanceof GenericContainer container
                ? container.getSchema()
                : plain(typeOf(value)).schema();
    }

    @Override
    public ValueWriter writer(Schema target) {
        ValueWriter brought = AvroFormat.writer(SpecificData.get(), target);
        Map<Class<?>, ValueWriter> writers = new ConcurrentHashMap<>();
        return (value, out) -> {
            if (value instanceof GenericContainer) {
                brought.write(value, out);
            } else {
                Object text = value instanceof CharSequence ? value.toString() : value;
                writers.computeIfAbsent(typeOf(value), type -> plain(type).writer(target))
                        .write(text, out);
            }
        };
    }

    @Override
    public ValueReader reader(Schema written) {
        return switch (written.getType()) {
            case BYTES -> BytesDecoder::readRest;
            case STRING -> BytesDecoder::readString;
            default -> AvroFormat.reader(data, written, specificReader ? generated(written) : written);
        };
    }

    private Schema generated(Schema written) {
        return switch (written.getType()) {
            case UNION ->
                Schema.createUnion(
                        written.getTypes().stream().map(this::generated).toList());
            case RECORD, ENUM, FIXED -> generated(written, ((GeneratedData) data).getClass(written));
            default -> written;
        };
    }

    private static Schema generated(Schema written, @Nullable Class<?> type) {
        if (type == null) {
            throw new IllegalArgumentException("there is no class %s; generate it, or set %s to false"
                    .formatted(written.getFullName(), AvroSettings.SPECIFIC_READER));
        }
        return SpecificData.get().getSchema(type);
    }
}
