/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.personal.Personal;
import dev.skald.serdes.personal.SubjectOf;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores components that are marked as personal as texts which hold their JSON encrypted. The subject is that of the
 * record, or of the nearest record around it that has one; what was decrypted with the key of another is refused.
 */
@SuppressWarnings("NullAway") // Jackson's contract: null stands for nothing to say.
final class PersonalFields extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;
    private static final Object SUBJECTS = new Object();

    private final transient FieldCipher cipher;
    private final transient JsonMapper placeholders = JsonMappers.strict(false)
            .annotationIntrospector(JsonMappers.introspector(new RecordNames()))
            .build();
    private final transient Map<Class<?>, Optional<SubjectOf>> subjects = new ConcurrentHashMap<>();

    /** Takes the cipher, or null, with which every mark is refused: nothing personal is stored for all to read. */
    PersonalFields(@Nullable FieldCipher cipher) {
        this.cipher = cipher;
    }

    void install(JsonMapper.Builder mapper) {
        mapper.addModule(new SimpleModule("personal").setDeserializerModifier(new SubjectsChecked()));
    }

    @Override
    public @Nullable Object findSerializer(Annotated annotated) {
        return isPersonal(annotated) ? new Encrypting(null, null, null) : null;
    }

    @Override
    public @Nullable Object findDeserializer(Annotated annotated) {
        Personal mark = mark(annotated);
        return mark == null ? null : new Decrypting(mark, field(mark, RecordNames.component(annotated)), null, null);
    }

    private boolean isPersonal(Annotated annotated) {
        return mark(annotated) != null;
    }

    private @Nullable Personal mark(Annotated annotated) {
        RecordComponent component = RecordNames.component(annotated);
        Personal mark = component == null ? null : component.getAnnotation(Personal.class);
        if (mark != null && cipher == null) {
            throw new IllegalArgumentException("expected a cipher for personal component %s of %s: call personal(…)"
                    .formatted(
                            component.getName(), component.getDeclaringRecord().getName()));
        }
        return mark;
    }

    private static String field(Personal mark, RecordComponent component) {
        return mark.boundTo().isEmpty() ? component.getName() : mark.boundTo();
    }

    private Optional<SubjectOf> subjectOf(Class<?> type) {
        return subjects.computeIfAbsent(type, SubjectOf::type);
    }

    private final class Encrypting extends JsonSerializer<Object> implements ContextualSerializer {

        private final String field;
        private final JsonSerializer<Object> declared;
        private final @Nullable TypeSerializer named;

        Encrypting(@Nullable String field, @Nullable JsonSerializer<Object> declared, @Nullable TypeSerializer named) {
            this.field = field;
            this.declared = declared;
            this.named = named;
        }

        @Override
        public JsonSerializer<?> createContextual(SerializerProvider provider, BeanProperty property)
                throws JsonMappingException {
            RecordComponent component = RecordNames.component(property.getMember());
            String name = field(component.getAnnotation(Personal.class), component);
            JavaType type = property.getType();
            return new Encrypting(name, provider.findValueSerializer(type, null), provider.findTypeSerializer(type));
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Object value) {
            return declared.isEmpty(provider, value);
        }

        @Override
        public void serialize(Object value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            StringWriter plain = new StringWriter();
            try (JsonGenerator json = generator.getCodec().getFactory().createGenerator(plain)) {
                if (named == null) {
                    declared.serialize(value, json, provider);
                } else {
                    provider.findValueSerializer(value.getClass(), null)
                            .serializeWithType(value, json, provider, named);
                }
            }
            generator.writeString(cipher.encrypt(subject(generator), field, plain.toString()));
        }

        @Override
        public void serializeWithType(
                Object value, JsonGenerator generator, SerializerProvider provider, TypeSerializer typeSerializer)
                throws IOException {
            serialize(value, generator, provider); // The name of the type is encrypted with the value.
        }

        private String subject(JsonGenerator generator) {
            JsonStreamContext context = generator.getOutputContext();
            while (context != null) {
                Object around = context.getCurrentValue();
                Optional<SubjectOf> found = around == null ? Optional.empty() : subjectOf(around.getClass());
                if (found.isPresent()) {
                    return found.get().get(around);
                }
                context = context.getParent();
            }
            throw new IllegalArgumentException(
                    "expected a component marked as @Subject in the record of personal field " + field
                            + ", or in one around it, but there is none");
        }
    }

    private final class Decrypting extends JsonDeserializer<Object> implements ContextualDeserializer {

        private final Personal mark;
        private final String field;
        private final JavaType type;
        private final @Nullable Object placeholder;

        Decrypting(Personal mark, String field, @Nullable JavaType type, @Nullable Object placeholder) {
            this.mark = mark;
            this.field = field;
            this.type = type;
            this.placeholder = placeholder;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property)
                throws JsonMappingException {
            JavaType of = property.getType();
            return new Decrypting(mark, field, of, placeholder(context, of));
        }

        private @Nullable Object placeholder(DeserializationContext context, JavaType of) throws JsonMappingException {
            if (!mark.placeholder().isEmpty()) {
                return Defaults.parse(placeholders, mark.placeholder(), of);
            }
            if (of.hasRawClass(String.class)) {
                return "";
            }
            boolean mayBeEmpty = of.isPrimitive() || of.isContainerType() || of.isReferenceType();
            return mayBeEmpty ? inner(context, of).getEmptyValue(context) : null;
        }

        private JsonDeserializer<Object> inner(DeserializationContext context, JavaType of)
                throws JsonMappingException {
            return context.findRootValueDeserializer(of);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING) || !FieldCipher.isEncrypted(parser.getText())) {
                return context.readValue(parser, type); // From before it was marked.
            }
            Optional<FieldCipher.Decrypted> decrypted = cipher.decrypt(field, parser.getText());
            if (decrypted.isEmpty()) {
                return placeholder;
            }
            if (!(context.getAttribute(SUBJECTS) instanceof List<?> seen)) {
                throw JsonMappingException.from(
                        parser, "expected a record with a @Subject around personal field " + field);
            }
            @SuppressWarnings("unchecked")
            List<String> all = (List<String>) seen;
            all.add(decrypted.get().subject());
            try (JsonParser plain =
                    parser.getCodec().getFactory().createParser(decrypted.get().plain())) {
                plain.nextToken();
                return context.readValue(plain, type);
            }
        }

        @Override
        public @Nullable Object deserializeWithType(
                JsonParser parser, DeserializationContext context, TypeDeserializer typeDeserializer)
                throws IOException {
            return deserialize(parser, context); // Reading by the type reads the names of types, too.
        }

        @Override
        public @Nullable Object getNullValue(DeserializationContext context) throws JsonMappingException {
            return inner(context, type).getNullValue(context);
        }

        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) throws JsonMappingException {
            return inner(context, type).getAbsentValue(context);
        }
    }

    /** Collects the subjects of what is decrypted within a record, and compares them with that of the record. */
    private final class SubjectsChecked extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
            return subjectOf(bean.getBeanClass()).isPresent()
                    ? new Checked(deserializer, subjectOf(bean.getBeanClass()).get())
                    : deserializer;
        }
    }

    private static final class Checked extends DelegatingDeserializer {

        private static final long serialVersionUID = 1L;

        private final transient SubjectOf subject;

        Checked(JsonDeserializer<?> delegate, SubjectOf subject) {
            super(delegate);
            this.subject = subject;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Checked(delegate, subject);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            Object around = context.getAttribute(SUBJECTS);
            List<String> within = new ArrayList<>();
            context.setAttribute(SUBJECTS, within);
            Object value = super.deserialize(parser, context);
            context.setAttribute(SUBJECTS, around);
            for (String other : within) {
                if (!other.equals(subject.get(value))) {
                    throw JsonMappingException.from(
                            parser,
                            "expected personal fields of the record's subject, but one was encrypted for another");
                }
            }
            return value;
        }
    }
}
