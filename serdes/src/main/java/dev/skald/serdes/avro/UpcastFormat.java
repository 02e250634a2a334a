/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import dev.skald.serdes.evolution.StoredValue;
import dev.skald.serdes.evolution.Upcasters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/**
 * Plain types with upcasters. Each record's schema says its version in a property of that name, from the second version
 * on. Whether what a schema has written must be upcast is decided once for the schema, branch by branch; what is
 * current is read as without upcasters. The rest takes the long way: it is read as its schema says, upcast, written as
 * the present schema says, and read from that.
 */
final class UpcastFormat implements Format {

    static final String VERSION = "version";

    private final PlainFormat format;
    private final Upcasters upcasters;
    private final Map<String, String> presentNames = new HashMap<>();

    /** Takes a format of its own, for it adds versions to the schemas. */
    UpcastFormat(PlainFormat format, Upcasters upcasters) {
        this.format = format;
        this.upcasters = upcasters;
        for (Schema branch : branches(format.schema())) {
            if (branch.getType() == Schema.Type.RECORD) {
                branch.getAliases().forEach(alias -> presentNames.put(alias, branch.getFullName()));
                int version = upcasters.currentVersion(branch.getFullName());
                if (version > 1) {
                    branch.addProp(VERSION, version);
                }
            }
        }
    }

    private static List<Schema> branches(Schema schema) {
        return schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema);
    }

    /** The version of a record's schema. */
    static int version(Schema schema) {
        return schema.getObjectProp(VERSION) instanceof Integer version && version > 0 ? version : 1;
    }

    private String presentName(Schema written) {
        return presentNames.getOrDefault(written.getFullName(), written.getFullName());
    }

    private boolean isOld(Schema written) {
        if (written.getType() != Schema.Type.RECORD) {
            return false;
        }
        String name = presentName(written);
        return !upcasters.currentName(name).equals(name) || !upcasters.isCurrent(name, version(written));
    }

    @Override
    public String expected() {
        return format.expected();
    }

    @Override
    public Schema schemaOf(Object value, boolean ofRecord) {
        return format.schemaOf(value, ofRecord);
    }

    @Override
    public ValueWriter writer(Schema target) {
        return format.writer(target);
    }

    @Override
    public ValueReader reader(Schema written) {
        if (branches(written).stream().noneMatch(this::isOld)) {
            return format.reader(written);
        }
        if (written.getType() != Schema.Type.UNION) {
            return upcasting(written);
        }
        List<ValueReader> readers = new ArrayList<>();
        for (Schema branch : written.getTypes()) {
            readers.add(isOld(branch) ? upcasting(branch) : format.reader(branch));
        }
        return in -> {
            int index = in.readIndex();
            if (index < 0 || index >= readers.size()) {
                throw new MalformedBytesException(
                        "expected one of %d branches, but it is number %d".formatted(readers.size(), index));
            }
            return readers.get(index).read(in);
        };
    }

    private ValueReader upcasting(Schema written) {
        GenericDatumReader<GenericRecord> oldReader = new GenericDatumReader<>(written, written, GenericValues.DATA);
        Schema present = format.schema();
        GenericDatumWriter<Object> presentWriter = new GenericDatumWriter<>(present, GenericValues.DATA);
        ValueReader presentReader = format.reader(present);
        return in -> {
            try {
                GenericRecord old = oldReader.read(null, in);
                StoredValue value = GenericValues.stored(old);
                StoredValue upcast = upcasters.upcast(value.becoming(presentName(written), value.version()));
                BytesEncoder out = new BytesEncoder(256);
                presentWriter.write(GenericValues.generic(present, upcast), out);
                byte[] bytes = out.toByteArray();
                return presentReader.read(new BytesDecoder(bytes, 0, bytes.length));
            } catch (IllegalArgumentException e) {
                throw new MalformedBytesException(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
