/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import java.io.IOException;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Values that bring their schema with them: generic records and instances of generated classes. Avro's own readers and
 * writers do the work.
 *
 * @param type the class of the values
 * @param data Avro's rules for it
 * @param readAs the schema that something is read as, by the one that it was written with
 */
record AvroFormat(Class<?> type, GenericData data, Function<Schema, Schema> readAs) implements Format {

    static AvroFormat generic() {
        return new AvroFormat(GenericRecord.class, GenericData.get(), written -> written);
    }

    static AvroFormat specific(Class<? extends SpecificRecord> type) {
        GeneratedData data = new GeneratedData(type.getClassLoader());
        SpecificData.getForClass(type).getConversions().forEach(data::addLogicalTypeConversion);
        Schema own = data.getSchema(type);
        return new AvroFormat(type, data, written -> own);
    }

    @Override
    public String expected() {
        return type.getName();
    }

    @Override
    public Schema schemaOf(Object value, boolean ofRecord) {
        return ((GenericContainer) value).getSchema();
    }

    @Override
    public ValueWriter writer(Schema target) {
        return writer(data, target);
    }

    static ValueWriter writer(GenericData data, Schema target) {
        @SuppressWarnings("unchecked") // It writes whatever the schema says.
        DatumWriter<Object> writer = (DatumWriter<Object>) data.createDatumWriter(target);
        return (value, out) -> {
            try {
                writer.write(value, out);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    @Override
    public ValueReader reader(Schema written) {
        ValueReader reader = reader(data, written, readAs.apply(written));
        return in -> type.cast(reader.read(in));
    }

    static ValueReader reader(GenericData data, Schema written, Schema readAs) {
        DatumReader<?> reader = data.createDatumReader(written, readAs);
        return in -> {
            try {
                return reader.read(null, in);
            } catch (IOException e) {
                throw new MalformedBytesException(String.valueOf(e.getMessage()));
            }
        };
    }
}
