/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import dev.skald.serdes.avro.Shape.Component;
import dev.skald.serdes.avro.Shape.Fields;
import dev.skald.serdes.personal.SubjectOf;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.jspecify.annotations.Nullable;

/**
 * Makes the writers of a shape for a schema. Mostly that is the shape's own; where another one is to be used, such as
 * the latest in the registry, its fields are looked for by name, and those that Java does not have get their default.
 */
final class Encoders {

    private final IdentityHashMap<Fields, IdentityHashMap<Schema, FieldsWriter>> known = new IdentityHashMap<>();

    private Encoders() {}

    /**
     * The writer of a shape.
     *
     * @throws IllegalArgumentException if values of the shape cannot be written as that schema
     */
    static ValueWriter of(Shape shape, Schema target) {
        return new Encoders().writer(shape, target);
    }

    private ValueWriter writer(Shape shape, Schema target) {
        if (shape instanceof Shape.Absent absent) {
            return absent(absent, target);
        }
        if (shape instanceof Shape.Choice choice) {
            return choice(choice, target);
        }
        if (target.getType() == Schema.Type.UNION) {
            int branch = branch(shape, target);
            if (branch < 0) {
                throw new IllegalArgumentException(
                        "expected a branch for %s, but there is none in %s".formatted(shape.schema(), target));
            }
            return branch(branch, writer(shape, target.getTypes().get(branch)));
        }
        if (shape instanceof Shape.Leaf leaf) {
            return leaf.writers().apply(target);
        }
        if (target.getType() != shape.schema().getType()) {
            throw new IllegalArgumentException("expected a schema of %s, but it is %s"
                    .formatted(shape.schema().getType().getName(), target));
        }
        if (shape instanceof Shape.Encrypted encrypted) {
            PersonalField field = encrypted.field();
            return (value, out) -> out.writeString(field.encrypt(out.subject(), value));
        }
        if (shape instanceof Shape.Symbols symbols) {
            return symbols(symbols, target);
        }
        if (shape instanceof Shape.Items items) {
            return items(writer(items.element(), target.getElementType()));
        }
        if (shape instanceof Shape.Entries entries) {
            return entries(writer(entries.value(), target.getValueType()));
        }
        return fields((Fields) shape, target);
    }

    private static ValueWriter branch(int branch, ValueWriter writer) {
        return (value, out) -> {
            out.writeInt(branch);
            writer.write(value, out);
        };
    }

    /** The branch that values of a shape are written as: that of the same name, if it has one, and else of its type. */
    private static int branch(Shape shape, Schema union) {
        Schema own = shape.schema();
        List<Schema> branches = union.getTypes();
        for (int i = 0; i < branches.size(); i++) {
            if (isSame(own, branches.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSame(Schema own, Schema other) {
        if (own.getType() != other.getType()) {
            return false;
        }
        return switch (own.getType()) {
            case RECORD, ENUM, FIXED ->
                own.getFullName().equals(other.getFullName())
                        || own.getAliases().contains(other.getFullName())
                        || other.getAliases().contains(own.getFullName());
            default -> true;
        };
    }

    private ValueWriter absent(Shape.Absent absent, Schema target) {
        Shape.Absence absence = absent.absence();
        Integer nothing = target.getType() == Schema.Type.UNION ? target.getIndexNamed("null") : null;
        ValueWriter present = writer(absent.value(), target);
        return (wrapped, out) -> {
            Object value = absence.unwrap(wrapped);
            if (value != null) {
                present.write(value, out);
            } else if (nothing != null) {
                out.writeInt(nothing);
            } else {
                throw new IllegalArgumentException("it is absent, but the schema has no null there: " + target);
            }
        };
    }

    private ValueWriter choice(Shape.Choice choice, Schema target) {
        Map<Class<?>, ValueWriter> writers = new HashMap<>();
        for (Shape branch : choice.branches()) {
            if (target.getType() == Schema.Type.UNION ? branch(branch, target) >= 0 : isSame(branch.schema(), target)) {
                writers.put(Shape.Choice.typeOf(branch), writer(branch, target));
            }
        }
        return (value, out) -> {
            ValueWriter writer = writers.get(value instanceof Enum<?> e ? e.getDeclaringClass() : value.getClass());
            if (writer == null) {
                throw new IllegalArgumentException("it is a %s, for which there is no branch in the schema %s"
                        .formatted(value.getClass().getName(), target));
            }
            writer.write(value, out);
        };
    }

    private static ValueWriter symbols(Shape.Symbols symbols, Schema target) {
        Object[] constants = symbols.type().getEnumConstants();
        Map<Object, Integer> ordinals = new HashMap<>();
        for (int i = 0; i < constants.length; i++) {
            String symbol = symbols.schema().getEnumSymbols().get(i);
            if (target.hasEnumSymbol(symbol)) {
                ordinals.put(constants[i], target.getEnumOrdinal(symbol));
            }
        }
        return (value, out) -> {
            Integer ordinal = ordinals.get(value);
            if (ordinal == null) {
                throw new IllegalArgumentException(
                        "it is %s, which the schema does not have: %s".formatted(value, target));
            }
            out.writeInt(ordinal);
        };
    }

    private static ValueWriter items(ValueWriter element) {
        return (value, out) -> {
            Collection<?> items = (Collection<?>) value;
            out.writeCount(items.size());
            for (Object item : items) {
                element.write(item, out);
            }
            out.writeZero();
        };
    }

    private static ValueWriter entries(ValueWriter writer) {
        return (value, out) -> {
            Map<?, ?> entries = (Map<?, ?>) value;
            out.writeCount(entries.size());
            entries.forEach((key, each) -> {
                out.writeString((String) key);
                writer.write(each, out);
            });
            out.writeZero();
        };
    }

    private ValueWriter fields(Fields shape, Schema target) {
        IdentityHashMap<Schema, FieldsWriter> ofShape = known.computeIfAbsent(shape, key -> new IdentityHashMap<>());
        FieldsWriter writer = ofShape.get(target);
        if (writer == null) {
            int size = target.getFields().size();
            SubjectOf subject = shape.subject();
            writer = subject == null ? new FieldsWriter(size) : new OwnedWriter(size, subject);
            ofShape.put(target, writer);
            RecordAccess access = new RecordAccess(shape.type());
            for (Schema.Field field : target.getFields()) {
                writer.fields[field.pos()] = field(shape, access, field);
            }
        }
        return writer;
    }

    /** Writes a record, field by field. */
    private static class FieldsWriter implements ValueWriter {

        private final FieldWriter[] fields;

        FieldsWriter(int size) {
            fields = new FieldWriter[size];
        }

        @Override
        public void write(Object value, BytesEncoder out) {
            for (FieldWriter field : fields) {
                field.write(value, out);
            }
        }
    }

    /** Writes a record that says whose the personal fields in it are. */
    private static final class OwnedWriter extends FieldsWriter {

        private final SubjectOf subject;

        OwnedWriter(int size, SubjectOf subject) {
            super(size);
            this.subject = subject;
        }

        @Override
        public void write(Object value, BytesEncoder out) {
            Supplier<String> around = out.subject(() -> subject.get(value));
            super.write(value, out);
            out.subject(around);
        }
    }

    /** Writes one field of a record. */
    private interface FieldWriter {

        void write(Object holder, BytesEncoder out);
    }

    private FieldWriter field(Fields shape, RecordAccess access, Schema.Field target) {
        int index = indexOf(shape.schema(), target);
        if (index < 0) {
            if (!target.hasDefaultValue()) {
                throw new IllegalArgumentException("expected a component for the field %s of %s, but %s has none"
                        .formatted(target.name(), shape.schema().getFullName(), shape.type()));
            }
            byte[] bytes = defaultOf(target);
            return (holder, out) -> out.writeFixed(bytes, 0, bytes.length);
        }
        Component component = shape.components().get(index);
        FieldWriter primitive = primitive(component, access, index, target.schema());
        if (primitive != null) {
            return primitive;
        }
        ValueWriter writer = writer(component.shape(), target.schema());
        Function<Object, @Nullable Object> accessor = access.accessor(index);
        if (component.shape() instanceof Shape.Absent) {
            return nullable(accessor, writer);
        }
        String place = "the component %s of %s"
                .formatted(component.name(), shape.type().getName());
        return (holder, out) -> {
            Object value = accessor.apply(holder);
            if (value == null) {
                throw new IllegalArgumentException(
                        place + " is null; it is to be @Nullable or an Optional if it may be absent");
            }
            writer.write(value, out);
        };
    }

    @SuppressWarnings("NullAway") // Writers of what may be absent know null.
    private static FieldWriter nullable(Function<Object, @Nullable Object> accessor, ValueWriter writer) {
        return (holder, out) -> writer.write(accessor.apply(holder), out);
    }

    private static int indexOf(Schema own, Schema.Field target) {
        Schema.Field same = own.getField(target.name());
        if (same != null) {
            return same.pos();
        }
        return own.getFields().stream()
                .filter(field -> field.aliases().contains(target.name())
                        || target.aliases().contains(field.name()))
                .mapToInt(Schema.Field::pos)
                .findFirst()
                .orElse(-1);
    }

    private static byte[] defaultOf(Schema.Field field) {
        BytesEncoder out = new BytesEncoder(64);
        try {
            new GenericDatumWriter<>(field.schema()).write(GenericData.get().getDefaultValue(field), out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /** Numbers and truth values are written without an object for each. */
    private @Nullable FieldWriter primitive(Component component, RecordAccess access, int index, Schema target) {
        Class<?> type = component.type();
        if (!type.isPrimitive()
                || component.shape() instanceof Shape.Encrypted
                || target.getType() == Schema.Type.UNION) {
            return null;
        }
        // Refuses a schema that does not fit.
        writer(component.shape(), target);
        if (type == boolean.class) {
            Predicate<Object> accessor = access.booleanAccessor(index);
            return (holder, out) -> out.writeBoolean(accessor.test(holder));
        }
        if (type == long.class) {
            ToLongFunction<Object> accessor = access.longAccessor(index);
            return (holder, out) -> out.writeLong(accessor.applyAsLong(holder));
        }
        if (type == float.class) {
            ToDoubleFunction<Object> accessor = access.doubleAccessor(index);
            return (holder, out) -> out.writeFloat((float) accessor.applyAsDouble(holder));
        }
        if (type == double.class) {
            ToDoubleFunction<Object> accessor = access.doubleAccessor(index);
            return (holder, out) -> out.writeDouble(accessor.applyAsDouble(holder));
        }
        ToIntFunction<Object> accessor = access.intAccessor(index);
        return (holder, out) -> out.writeInt(accessor.applyAsInt(holder));
    }
}
