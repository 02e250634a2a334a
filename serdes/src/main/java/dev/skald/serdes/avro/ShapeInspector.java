/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skald.serdes.Alias;
import dev.skald.serdes.Default;
import dev.skald.serdes.Name;
import dev.skald.serdes.avro.Shape.Absence;
import dev.skald.serdes.avro.Shape.Component;
import dev.skald.serdes.avro.Shape.Fields;
import dev.skald.serdes.avro.Shape.Leaf;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.personal.Personal;
import dev.skald.serdes.personal.SubjectOf;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.jspecify.annotations.Nullable;

/** Finds the shape of a Java type. Used once for each type; this is where all reflection is. */
final class ShapeInspector {

    /** What takes the place of type variables, as the user of a generic record has said. */
    private record Context(Map<TypeVariable<?>, Shape> variables, String place) {

        Context at(String further) {
            return new Context(variables, place + further);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PERSONAL = "personal";

    private final @Nullable FieldCipher cipher;

    private final Map<String, Shape> named = new HashMap<>();
    private final Map<String, Class<?>> namesTaken = new HashMap<>();

    private ShapeInspector(@Nullable FieldCipher cipher) {
        this.cipher = cipher;
    }

    /**
     * The shape of a type.
     *
     * @param cipher for personal components; without it they have a schema, but cannot be written or read
     * @throws IllegalArgumentException if the type, or one that it holds, has no form in Avro; it says where
     */
    static Shape of(Class<?> type, @Nullable FieldCipher cipher) {
        Context context = new Context(Map.of(), type.getSimpleName());
        return new ShapeInspector(cipher).shape(type, List.of(), type, context);
    }

    private Shape shape(AnnotatedType used, Context context) {
        Shape shape = shapeOfUsed(used, context);
        return isNullable(used) && !(shape instanceof Shape.Absent) ? absent(shape, Absence.NULL, context) : shape;
    }

    private Shape shapeOfUsed(AnnotatedType used, Context context) {
        if (used instanceof AnnotatedTypeVariable) {
            Shape bound = context.variables().get(used.getType());
            if (bound == null) {
                throw refusal(context, "the type variable " + used.getType() + ", for which nothing is given");
            }
            return bound;
        }
        if (used instanceof AnnotatedWildcardType wildcard) {
            return shape(wildcard.getAnnotatedUpperBounds()[0], context);
        }
        if (used instanceof AnnotatedParameterizedType parameterized) {
            Class<?> raw = (Class<?>) ((ParameterizedType) used.getType()).getRawType();
            return shape(raw, List.of(parameterized.getAnnotatedActualTypeArguments()), used, context);
        }
        if (used instanceof AnnotatedArrayType && used.getType() != byte[].class) {
            throw refusal(context, "the array " + used.getType().getTypeName() + ", for which a List can stand");
        }
        return shape((Class<?>) used.getType(), List.of(), used, context);
    }

    private Shape shape(Class<?> raw, List<AnnotatedType> arguments, AnnotatedElement annotations, Context context) {
        Leaf leaf = leaf(raw, annotations, context);
        if (leaf != null) {
            return leaf;
        }
        if (raw.isEnum()) {
            return named.computeIfAbsent(raw.getName(), key -> symbols(raw, context));
        }
        if (raw.isRecord()) {
            return fields(raw, arguments, context);
        }
        if (raw.isSealed()) {
            return choice(raw, context);
        }
        if (raw == OptionalInt.class) {
            return absent(shape(int.class, List.of(), raw, context), Absence.EMPTY_INT, context);
        }
        if (raw == OptionalLong.class) {
            return absent(shape(long.class, List.of(), raw, context), Absence.EMPTY_LONG, context);
        }
        if (raw == OptionalDouble.class) {
            return absent(shape(double.class, List.of(), raw, context), Absence.EMPTY_DOUBLE, context);
        }
        return container(raw, arguments, context);
    }

    private static @Nullable Leaf leaf(Class<?> raw, AnnotatedElement annotations, Context context) {
        try {
            return Leaves.of(raw, annotations);
        } catch (IllegalArgumentException | AvroRuntimeException e) {
            throw new IllegalArgumentException("%s: %s".formatted(context.place(), e.getMessage()), e);
        }
    }

    private Shape container(Class<?> raw, List<AnnotatedType> arguments, Context context) {
        if (raw == Optional.class && arguments.size() == 1) {
            return absent(shape(arguments.get(0), context.at("?")), Absence.EMPTY, context);
        }
        if (raw == List.class || raw == Collection.class || raw == Set.class) {
            if (arguments.size() == 1) {
                Shape element = shape(arguments.get(0), context.at("[]"));
                return new Shape.Items(element, raw == Set.class, Schema.createArray(element.schema()));
            }
        }
        if (raw == Map.class && arguments.size() == 2) {
            if (arguments.get(0).getType() != String.class) {
                throw refusal(context, "a map with keys of " + arguments.get(0).getType() + ", but Avro has only text");
            }
            Shape value = shape(arguments.get(1), context.at("{}"));
            return new Shape.Entries(value, Schema.createMap(value.schema()));
        }
        throw refusal(context, raw.getTypeName());
    }

    private static Shape absent(Shape value, Absence absence, Context context) {
        if (value instanceof Shape.Absent) {
            throw refusal(context, "something that may be absent in two ways");
        }
        List<Schema> branches = new ArrayList<>();
        branches.add(Schema.create(Schema.Type.NULL));
        if (value instanceof Shape.Choice choice) {
            branches.addAll(choice.schema().getTypes());
        } else {
            branches.add(value.schema());
        }
        return new Shape.Absent(value, absence, Schema.createUnion(branches));
    }

    private Shape symbols(Class<?> type, Context context) {
        List<String> symbols = Arrays.stream(type.getEnumConstants())
                .map(constant -> symbol((Enum<?>) constant))
                .toList();
        Default unknown = type.getAnnotation(Default.class);
        String name = name(type, "", context);
        try {
            Schema schema = Schema.createEnum(name, null, null, symbols, unknown == null ? null : unknown.value());
            addAliases(schema, type);
            return new Shape.Symbols(type, schema);
        } catch (AvroRuntimeException e) {
            throw new IllegalArgumentException("%s: %s".formatted(context.place(), e.getMessage()), e);
        }
    }

    private static String symbol(Enum<?> constant) {
        try {
            Field field = constant.getDeclaringClass().getDeclaredField(constant.name());
            Name name = field.getAnnotation(Name.class);
            return name == null ? constant.name() : name.value();
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    private Shape choice(Class<?> type, Context context) {
        Set<Class<?>> permitted = new LinkedHashSet<>();
        addPermitted(type, permitted, context);
        List<Shape> branches = permitted.stream()
                .map(each -> shape(each, List.of(), each, context.at("/" + each.getSimpleName())))
                .toList();
        try {
            Schema schema =
                    Schema.createUnion(branches.stream().map(Shape::schema).toList());
            return new Shape.Choice(type, branches, schema);
        } catch (AvroRuntimeException e) {
            throw new IllegalArgumentException("%s: %s".formatted(context.place(), e.getMessage()), e);
        }
    }

    private static void addPermitted(Class<?> type, Set<Class<?>> permitted, Context context) {
        for (Class<?> each : type.getPermittedSubclasses()) {
            if (each.isRecord() || each.isEnum()) {
                permitted.add(each);
            } else if (each.isSealed()) {
                addPermitted(each, permitted, context);
            } else {
                throw refusal(context, each.getName() + ", which " + type.getSimpleName() + " permits");
            }
        }
    }

    private Shape fields(Class<?> type, List<AnnotatedType> arguments, Context context) {
        Map<TypeVariable<?>, Shape> variables = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            variables.put(type.getTypeParameters()[i], shape(arguments.get(i), context.at("<>")));
            names.add(simpleName(arguments.get(i).getType()));
        }
        String suffix = names.stream().map(each -> "_" + each).collect(Collectors.joining());
        Shape known = named.get(type.getName() + suffix);
        if (known != null) {
            return known;
        }
        Schema schema = Schema.createRecord(name(type, suffix, context), null, null, false);
        addAliases(schema, type);
        Fields fields = new Fields(type, schema, subjectOf(type, context));
        named.put(type.getName() + suffix, fields);
        List<Component> components = new ArrayList<>();
        List<Schema.Field> schemaFields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Context inside = new Context(variables, context.place() + "." + component.getName());
            Shape shape = shape(component.getAnnotatedType(), inside);
            if (component.isAnnotationPresent(Personal.class)) {
                shape = encrypted(component, shape, inside);
            }
            components.add(new Component(component.getName(), component.getType(), shape));
            schemaFields.add(field(component, shape, inside));
        }
        try {
            schema.setFields(schemaFields);
        } catch (AvroRuntimeException e) {
            throw new IllegalArgumentException("%s: %s".formatted(context.place(), e.getMessage()), e);
        }
        fields.complete(components);
        return fields;
    }

    private @Nullable SubjectOf subjectOf(Class<?> type, Context context) {
        try {
            return cipher == null ? null : SubjectOf.type(type).orElse(null);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(context.place(), e.getMessage()), e);
        }
    }

    private Shape encrypted(RecordComponent component, Shape plain, Context context) {
        Absence absence = plain instanceof Shape.Absent absent ? absent.absence() : null;
        Shape value = plain instanceof Shape.Absent absent ? absent.value() : plain;
        try {
            PersonalField field = new PersonalField(component, absence, cipher);
            Shape encrypted = new Shape.Encrypted(value, field, Schema.create(Schema.Type.STRING));
            return absence == null ? encrypted : absent(encrypted, absence, context);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(context.place(), e.getMessage()), e);
        }
    }

    private static Schema.Field field(RecordComponent component, Shape shape, Context context) {
        Name name = component.getAnnotation(Name.class);
        String stored = name == null ? component.getName() : name.value();
        Default said = component.getAnnotation(Default.class);
        try {
            Schema.Field field = new Schema.Field(stored, shape.schema(), null, defaultOf(shape, said));
            Alias alias = component.getAnnotation(Alias.class);
            if (alias != null) {
                Arrays.stream(alias.value()).forEach(field::addAlias);
            }
            Shape value = shape instanceof Shape.Absent absent ? absent.value() : shape;
            if (value instanceof Shape.Encrypted encrypted) {
                field.addProp(PERSONAL, encrypted.field().boundTo());
            }
            return field;
        } catch (RuntimeException | IOException e) {
            throw new IllegalArgumentException(
                    "%s: expected a name and a default that Avro can store, but: %s"
                            .formatted(context.place(), e.getMessage()),
                    e);
        }
    }

    private static @Nullable Object defaultOf(Shape shape, @Nullable Default said) throws IOException {
        if (shape instanceof Shape.Absent) {
            if (said != null) {
                throw new IllegalArgumentException("what may be absent is absent by default");
            }
            return JsonProperties.NULL_VALUE;
        }
        if (said == null) {
            return null;
        }
        if (shape instanceof Shape.Encrypted encrypted) {
            encrypted.field().parse(said.value()); // Refuses one that does not fit.
            return said.value();
        }
        return shape instanceof Leaf leaf ? stored(leaf, said.value()) : structured(shape, said.value());
    }

    private static Object stored(Leaf leaf, String text) throws IOException {
        BytesEncoder out = new BytesEncoder(64);
        leaf.writers().apply(leaf.schema()).write(leaf.parser().apply(text), out);
        byte[] bytes = out.toByteArray();
        Object value = new GenericDatumReader<>(leaf.schema()).read(null, new BytesDecoder(bytes, 0, bytes.length));
        if (value instanceof ByteBuffer buffer) {
            byte[] content = new byte[buffer.remaining()];
            buffer.get(content);
            return content;
        }
        return value;
    }

    private static Object structured(Shape shape, String text) throws JsonProcessingException {
        return shape instanceof Shape.Symbols ? text : JSON.readValue(text, Object.class);
    }

    private static void addAliases(Schema schema, Class<?> type) {
        Alias alias = type.getAnnotation(Alias.class);
        if (alias != null) {
            Arrays.stream(alias.value()).forEach(schema::addAlias);
        }
    }

    private String name(Class<?> type, String suffix, Context context) {
        String canonical = type.getCanonicalName();
        Name given = type.getAnnotation(Name.class);
        if (canonical == null && (given == null || given.value().indexOf('.') < 0)) {
            throw refusal(context, "the local class " + type.getName() + ", which has no name for others");
        }
        String full = given == null ? String.valueOf(canonical) : fullName(String.valueOf(canonical), given.value());
        Class<?> other = namesTaken.putIfAbsent(full + suffix, type);
        if (other != null && other != type) {
            throw new IllegalArgumentException("%s: expected different names for %s and %s, but both are %s"
                    .formatted(context.place(), other.getName(), type.getName(), full));
        }
        return full + suffix;
    }

    private static String fullName(String canonical, String given) {
        return given.indexOf('.') >= 0 ? given : canonical.substring(0, canonical.lastIndexOf('.') + 1) + given;
    }

    private static String simpleName(Type type) {
        if (type instanceof Class<?> plain) {
            return plain.getSimpleName();
        }
        if (type instanceof ParameterizedType parameterized) {
            return Stream.concat(
                            Stream.of(parameterized.getRawType()), Stream.of(parameterized.getActualTypeArguments()))
                    .map(ShapeInspector::simpleName)
                    .collect(Collectors.joining("_"));
        }
        throw new IllegalArgumentException("expected a type that can be named, but it is " + type);
    }

    /** By its simple name, so that JSpecify's will do as well as everybody else's. */
    private static boolean isNullable(AnnotatedType used) {
        return Arrays.stream(used.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
    }

    private static IllegalArgumentException refusal(Context context, String what) {
        return new IllegalArgumentException("expected a type with a form in Avro at %s, but it is %s; records, sealed"
                        .formatted(context.place(), what)
                + " interfaces, enums, lists, sets, maps, Optional and the types that the guide lists have one");
    }
}
