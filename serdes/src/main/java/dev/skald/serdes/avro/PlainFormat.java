/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import dev.skald.serdes.personal.FieldCipher;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Records, sealed interfaces, and the simple types that keys mostly are. */
final class PlainFormat implements Format {

    private final Class<?> type;
    private final @Nullable FieldCipher cipher;
    private final Shape shape;
    private final Map<Class<?>, Schema> branches = new HashMap<>();

    PlainFormat(Class<?> type) {
        this(type, null);
    }

    /** Takes the cipher for personal components, without which they are refused. */
    PlainFormat(Class<?> type, @Nullable FieldCipher cipher) {
        this.type = type;
        this.cipher = cipher;
        this.shape = ShapeInspector.of(type, cipher);
        Owners.check(shape);
        if (shape instanceof Shape.Choice choice) {
            choice.branches().forEach(branch -> branches.put(Shape.Choice.typeOf(branch), branch.schema()));
        }
    }

    /** The same format with schemas of its own. */
    PlainFormat copy() {
        return new PlainFormat(type, cipher);
    }

    Schema schema() {
        return shape.schema();
    }

    @Override
    public String expected() {
        return type.getName();
    }

    @Override
    public Schema schemaOf(Object value, boolean ofRecord) {
        if (!ofRecord || branches.isEmpty()) {
            return shape.schema();
        }
        Schema branch = branches.get(value instanceof Enum<?> e ? e.getDeclaringClass() : value.getClass());
        if (branch == null) {
            throw new IllegalArgumentException("it is a " + value.getClass().getName());
        }
        return branch;
    }

    @Override
    public ValueWriter writer(Schema target) {
        ValueWriter writer = Encoders.of(shape, target);
        return target.getType() == Schema.Type.BYTES ? PlainFormat::writeRaw : writer;
    }

    @Override
    public ValueReader reader(Schema written) {
        if (written.getType() == Schema.Type.BYTES && type == byte[].class) {
            return BytesDecoder::readRest;
        }
        if (written.getType() == Schema.Type.BYTES && type == ByteBuffer.class) {
            return in -> ByteBuffer.wrap(in.readRest());
        }
        return Decoders.of(shape, written);
    }

    /** Where bytes are all there is, the wire format has no length before them. */
    static void writeRaw(Object value, BytesEncoder out) {
        if (value instanceof byte[] bytes) {
            out.writeFixed(bytes, 0, bytes.length);
        } else if (value instanceof ByteBuffer buffer) {
            out.writeFixed(buffer);
        } else {
            throw new IllegalArgumentException("expected bytes, as the schema is bytes, but it is a "
                    + value.getClass().getName());
        }
    }
}
