/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import dev.skald.serdes.avro.Shape.Fields;
import dev.skald.serdes.personal.SubjectOf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.jspecify.annotations.Nullable;

/**
 * Makes the readers of a shape for a schema that something was written with. What is read as what is resolved by Avro
 * itself, once; the readers only follow.
 */
final class Decoders {

    private final IdentityHashMap<Action, FieldsReader> known = new IdentityHashMap<>();

    private Decoders() {}

    /**
     * The reader of a shape. Parts that cannot be read are an error when they are met, not before: the part may be a
     * branch that never occurs.
     */
    static ValueReader of(Shape shape, Schema written) {
        Schema renamed = Schema.applyAliases(written, shape.schema());
        return new Decoders().reader(shape, Resolver.resolve(renamed, shape.schema()));
    }

    private ValueReader reader(Shape shape, Action action) {
        ValueReader personal = personal(shape, action);
        if (personal != null) {
            return personal;
        }
        return switch (action.type) {
            case ERROR -> error(action.toString());
            case WRITER_UNION -> writtenUnion(shape, (Resolver.WriterUnion) action);
            case READER_UNION -> ownUnion(shape, (Resolver.ReaderUnion) action);
            case DO_NOTHING, PROMOTE -> ((Shape.Leaf) shape).readers().apply(action.writer);
            case CONTAINER -> container(shape, ((Resolver.Container) action).elementAction);
            case ENUM -> symbols((Shape.Symbols) shape, (Resolver.EnumAdjust) action);
            case RECORD -> fields((Fields) shape, (Resolver.RecordAdjust) action);
            case SKIP -> throw new AssertionError(action);
        };
    }

    /** The reader of a personal value that is no union; null if it is one, or not personal. */
    private static @Nullable ValueReader personal(Shape shape, Action action) {
        if (shape instanceof Shape.Encrypted encrypted && action.type != Action.Type.WRITER_UNION) {
            return action.writer.getType() == Schema.Type.STRING
                    ? encrypted.field()::decrypt
                    : new Deferred(encrypted.plain(), action.writer);
        }
        if (shape instanceof Shape.Absent absent
                && absent.value() instanceof Shape.Encrypted encrypted
                && action.type == Action.Type.ERROR) {
            ValueReader present = new Deferred(encrypted.plain(), action.writer);
            return in -> absent.absence().wrap(present.read(in));
        }
        return null;
    }

    /**
     * Reads what was written before it was marked as personal. Made when it is first needed, for Avro's resolution
     * starts anew with it, and would have no end if a record holds itself.
     */
    private static final class Deferred implements ValueReader {

        private final Shape plain;
        private final Schema written;
        private volatile @Nullable ValueReader made;

        Deferred(Shape plain, Schema written) {
            this.plain = plain;
            this.written = written;
        }

        @Override
        public @Nullable Object read(BytesDecoder in) {
            ValueReader reader = made;
            if (reader == null) {
                reader = of(plain, written);
                made = reader;
            }
            return reader.read(in);
        }
    }

    private static ValueReader error(String message) {
        return in -> {
            throw new MalformedBytesException(message);
        };
    }

    private ValueReader writtenUnion(Shape shape, Resolver.WriterUnion union) {
        ValueReader[] branches = new ValueReader[union.actions.length];
        for (int i = 0; i < branches.length; i++) {
            branches[i] = union.unionEquiv ? branch(shape, i, union.actions[i]) : reader(shape, union.actions[i]);
        }
        return in -> {
            int branch = in.readInt();
            if (branch < 0 || branch >= branches.length) {
                throw new MalformedBytesException(
                        "expected one of %d branches, but it is number %d".formatted(branches.length, branch));
            }
            return branches[branch].read(in);
        };
    }

    private ValueReader ownUnion(Shape shape, Resolver.ReaderUnion union) {
        Schema written = union.writer;
        Schema read = union.reader.getTypes().get(union.firstMatch);
        if (written.getType() == Schema.Type.RECORD && !written.getName().equals(read.getName())) {
            // Avro takes any record that has the fields. An event must not become another one so.
            return error("it is a %s, which is none of %s".formatted(written.getFullName(), names(union.reader)));
        }
        return branch(shape, union.firstMatch, union.actualAction);
    }

    private static List<String> names(Schema union) {
        return union.getTypes().stream().map(Schema::getFullName).toList();
    }

    private ValueReader branch(Shape shape, int index, Action action) {
        if (shape instanceof Shape.Choice choice) {
            return reader(choice.branches().get(index), action);
        }
        Shape.Absent absent = (Shape.Absent) shape;
        Shape.Absence absence = absent.absence();
        if (index == 0) {
            Object nothing = absence.wrap(null);
            return in -> nothing;
        }
        Shape value = absent.value() instanceof Shape.Choice choice
                ? choice.branches().get(index - 1)
                : absent.value();
        ValueReader present = reader(value, action);
        return absence == Shape.Absence.NULL ? present : in -> absence.wrap(present.read(in));
    }

    private ValueReader container(Shape shape, Action action) {
        if (shape instanceof Shape.Items items) {
            ValueReader element = reader(items.element(), action);
            return items.distinct() ? in -> set(in, element) : in -> list(in, element);
        }
        ValueReader value = reader(((Shape.Entries) shape).value(), action);
        return in -> map(in, value);
    }

    private static @Nullable Object[] array(BytesDecoder in, ValueReader element) {
        int size = 0;
        @Nullable Object[] items = new Object[(int) in.readArrayStart()];
        while (size < items.length) {
            while (size < items.length) {
                items[size++] = element.read(in);
            }
            long more = in.arrayNext();
            if (more > 0) {
                items = Arrays.copyOf(items, Math.addExact(size, (int) more));
            }
        }
        return items;
    }

    private static List<?> list(BytesDecoder in, ValueReader element) {
        @Nullable Object[] items = array(in, element);
        return Collections.unmodifiableList(Arrays.asList(items));
    }

    private static Set<?> set(BytesDecoder in, ValueReader element) {
        @Nullable Object[] items = array(in, element);
        return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(items)));
    }

    private static Map<?, ?> map(BytesDecoder in, ValueReader value) {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        for (long left = in.readMapStart(); left > 0; left = in.mapNext()) {
            for (long i = 0; i < left; i++) {
                String key = in.readString();
                entries.put(key, value.read(in));
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    private static ValueReader symbols(Shape.Symbols shape, Resolver.EnumAdjust adjust) {
        Object[] constants = shape.type().getEnumConstants();
        @Nullable Object[] ofWritten = new Object[adjust.adjustments.length];
        for (int i = 0; i < ofWritten.length; i++) {
            ofWritten[i] = adjust.adjustments[i] < 0 ? null : constants[adjust.adjustments[i]];
        }
        List<String> written = adjust.writer.getEnumSymbols();
        return in -> {
            int ordinal = in.readInt();
            if (ordinal < 0 || ordinal >= ofWritten.length) {
                throw new MalformedBytesException(
                        "expected one of %d symbols, but it is number %d".formatted(ofWritten.length, ordinal));
            }
            Object constant = ofWritten[ordinal];
            if (constant == null) {
                throw new MalformedBytesException("it is %s, which is no constant of %s"
                        .formatted(written.get(ordinal), shape.type().getName()));
            }
            return constant;
        };
    }

    private ValueReader fields(Fields shape, Resolver.RecordAdjust adjust) {
        if (!adjust.writer.getName().equals(adjust.reader.getName())) {
            return error("it is a %s".formatted(adjust.writer.getFullName()));
        }
        FieldsReader reader = known.get(adjust);
        if (reader == null) {
            int written = adjust.fieldActions.length;
            SubjectOf subject = shape.subject();
            reader = subject == null ? new FieldsReader(shape, written) : new OwnedReader(shape, written, subject);
            known.put(adjust, reader);
            complete(reader, shape, adjust);
        }
        return reader;
    }

    private void complete(FieldsReader reader, Fields shape, Resolver.RecordAdjust adjust) {
        int found = 0;
        for (int i = 0; i < adjust.fieldActions.length; i++) {
            Action action = adjust.fieldActions[i];
            if (action.type == Action.Type.SKIP) {
                reader.skip(i, action.writer);
            } else {
                int component = adjust.readerOrder[found++].pos();
                reader.steps[i] = reader(shape.components().get(component).shape(), action);
                reader.positions[i] = component;
            }
        }
        for (int i = adjust.firstDefault; i < adjust.readerOrder.length; i++) {
            Schema.Field field = adjust.readerOrder[i];
            Shape component = shape.components().get(field.pos()).shape();
            Object stored = adjust.defaults[i - adjust.firstDefault];
            reader.addDefault(field.pos(), defaultOf(component, field.schema(), stored));
        }
    }

    /** A default is given as Avro's generic data; it is written and read again to become Java's. */
    private ValueReader defaultOf(Shape shape, Schema schema, @Nullable Object stored) {
        BytesEncoder out = new BytesEncoder(64);
        try {
            new GenericDatumWriter<>(schema).write(stored, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        byte[] bytes = out.toByteArray();
        ValueReader reader = reader(shape, Resolver.resolve(schema, schema));
        return in -> reader.read(new BytesDecoder(bytes, 0, bytes.length));
    }

    /** Reads a record, field by field in the order in which they were written. */
    private static class FieldsReader implements ValueReader {

        private static final int NOWHERE = -1;

        private final Function<@Nullable Object[], Object> constructor;
        private final @Nullable Object[] constants;
        private final ValueReader[] steps;
        private final int[] positions;
        private final Map<Integer, ValueReader> freshDefaults = new LinkedHashMap<>();

        FieldsReader(Fields shape, int written) {
            constructor = new RecordAccess(shape.type()).constructor();
            constants = new Object[shape.components().size()];
            steps = new ValueReader[written];
            positions = new int[written];
        }

        void skip(int step, Schema written) {
            steps[step] = in -> {
                try {
                    GenericDatumReader.skip(written, in);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                return null;
            };
            positions[step] = NOWHERE;
        }

        void addDefault(int position, ValueReader value) {
            Object constant = value.read(new BytesDecoder(new byte[0], 0, 0));
            if (constant instanceof byte[] || constant instanceof ByteBuffer || constant instanceof Record) {
                // Could be changed by who gets it, so everybody gets one of his own.
                freshDefaults.put(position, value);
            } else {
                constants[position] = constant;
            }
        }

        @Override
        public Object read(BytesDecoder in) {
            @Nullable Object[] arguments = constants.clone();
            for (int i = 0; i < steps.length; i++) {
                Object value = steps[i].read(in);
                if (positions[i] != NOWHERE) {
                    arguments[positions[i]] = value;
                }
            }
            if (!freshDefaults.isEmpty()) {
                freshDefaults.forEach((position, value) -> arguments[position] = value.read(in));
            }
            return constructor.apply(arguments);
        }
    }

    /** Reads a record that says whose the personal fields in it are, and refuses those of others. */
    private static final class OwnedReader extends FieldsReader {

        private final SubjectOf subject;

        OwnedReader(Fields shape, int written, SubjectOf subject) {
            super(shape, written);
            this.subject = subject;
        }

        @Override
        public Object read(BytesDecoder in) {
            List<String> within = new ArrayList<>();
            List<String> around = in.owners(within);
            Object value = super.read(in);
            in.owners(around);
            for (String owner : within) {
                if (!owner.equals(subject.get(value))) {
                    throw new MalformedBytesException(
                            "expected personal fields of the record's subject, but one was encrypted for another");
                }
            }
            return value;
        }
    }
}
