/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.skald.serdes.Alias;
import dev.skald.serdes.Name;
import dev.skald.serdes.UnreadableRecordException;
import dev.skald.serdes.evolution.Upcasters;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.personal.Personal;
import dev.skald.serdes.personal.PersonalKeysException;
import dev.skald.serdes.personal.SubjectOf;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A serde that writes values as JSON, with Jackson.
 *
 * <p>A value of a sealed interface is an object whose first field, {@value #TYPE_FIELD}, names its type: by default
 * with the simple name of its class, which therefore must never change once there is data ({@link Name},
 * {@link Builder#typeName} or an {@link Alias} come to help). Nothing outside the sealed interface can be named. The
 * same goes for sealed interfaces among the components. Times are written as ISO-8601 text, absent and null components
 * are left out, and fields that a type does not have are ignored unless {@link Builder#refuseUnknownFields} is asked
 * for.
 *
 * <p>A type that has {@linkplain Builder#upcasters upcasters} carries its version in the field {@value #VERSION_FIELD}.
 * A version that is not known is refused, not guessed at.
 *
 * <p>Reading is strict: a fraction is no whole number, a text no number, a number no enum constant, and a missing
 * component of a primitive type has no value unless {@link dev.skald.serdes.Default} gives it one. It is bounded, too:
 * values may be nested {@value #MAX_NESTING} deep, and numbers have {@value #MAX_DIGITS} digits at most.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param <T> a record, a sealed interface, or whatever else Jackson can read and write
 */
public final class JsonSerde<T> implements Serde<T> {

    /** The field that names the type of a value of a sealed interface. */
    public static final String TYPE_FIELD = "type";

    /** The field that holds the version of a type from its second version on. */
    public static final String VERSION_FIELD = "version";

    /** How deep values may be nested. */
    public static final int MAX_NESTING = 200;

    /** How many digits a number may have. */
    public static final int MAX_DIGITS = 1000;

    private final Class<T> type;
    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final @Nullable Upcasting upcasting;

    private JsonSerde(Class<T> type, JsonMapper mapper, @Nullable Upcasting upcasting) {
        this.type = type;
        this.writer = mapper.writerFor(type);
        this.reader = mapper.readerFor(type);
        this.upcasting = upcasting;
    }

    /** The serde of a type, with everything by default. */
    public static <T> JsonSerde<T> of(Class<T> type) {
        return builder(type).build();
    }

    /** Begins a serde of a type. */
    public static <T> Builder<T> builder(Class<T> type) {
        return new Builder<>(type);
    }

    /**
     * Writes values. Null stands for null; what cannot be written is a {@link SerializationException} that names topic
     * and type.
     */
    @Override
    public Serializer<T> serializer() {
        return this::write;
    }

    /** Reads values. Null stands for null; what cannot be read is an {@link UnreadableRecordException}. */
    @Override
    public Deserializer<T> deserializer() {
        return this::read;
    }

    @SuppressWarnings("NullAway") // Kafka's contract: null stands for null.
    private byte @Nullable [] write(String topic, @Nullable T value) {
        if (value == null) {
            return null;
        }
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException | RuntimeException e) {
            rethrowIfKeysAreMissing(e);
            throw new SerializationException(
                    "expected a %s that can be written as JSON to topic %s, but: %s"
                            .formatted(type.getName(), topic, message(e)),
                    e);
        }
    }

    @SuppressWarnings("NullAway") // Kafka's contract: null stands for null.
    private @Nullable T read(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        T value;
        try {
            TokenBuffer upcast = upcasting == null ? null : upcasting.upcast(bytes);
            value = upcast == null ? reader.readValue(bytes) : reader.readValue(upcast.asParser());
        } catch (IOException | RuntimeException e) {
            rethrowIfKeysAreMissing(e);
            throw new UnreadableRecordException(topic, type.getName(), message(e), e);
        }
        if (value == null) {
            throw new UnreadableRecordException(topic, type.getName(), "it is the JSON literal null", null);
        }
        return value;
    }

    private static void rethrowIfKeysAreMissing(Exception e) {
        PersonalKeysException keys = PersonalKeysException.in(e);
        if (keys != null) {
            throw keys;
        }
    }

    private static String message(Exception e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
    }

    /**
     * Collects what is not by default.
     *
     * @param <T> the type of the serde
     */
    public static final class Builder<T> {

        private final Class<T> type;
        private final TypeNames names;
        private boolean unknownFieldsRefused;
        private Upcasters upcasters = Upcasters.none();
        private @Nullable FieldCipher cipher;

        private Builder(Class<T> type) {
            this.type = requireNonNull(type, "type");
            this.names = new TypeNames(type);
        }

        /**
         * Names a permitted type otherwise than its class, so that the class can be renamed without a change of data.
         *
         * @throws IllegalArgumentException if the type is not a permitted one, or the name is taken
         */
        public Builder<T> typeName(Class<? extends T> permitted, String name) {
            names.rename(permitted, requireNonNull(name, "name"));
            return this;
        }

        /** Refuses to read JSON that has fields which its type does not have. */
        public Builder<T> refuseUnknownFields() {
            unknownFieldsRefused = true;
            return this;
        }

        /**
         * Leads values of earlier versions through upcasters, and writes current versions into values.
         *
         * <p>They see the value of a record, not the values within it.
         */
        public Builder<T> upcasters(Upcasters all) {
            upcasters = requireNonNull(all, "all");
            return this;
        }

        /**
         * Encrypts components that are marked as {@link Personal}. A type with such marks cannot do without.
         *
         * <p>Methods of the serde may then block while a key is written or looked for, and throw
         * {@link PersonalKeysException} if it cannot be.
         */
        public Builder<T> personal(FieldCipher fieldCipher) {
            cipher = requireNonNull(fieldCipher, "fieldCipher");
            return this;
        }

        /**
         * Builds the serde.
         *
         * @throws IllegalArgumentException if a component is stored under a name that the serde needs itself, or a
         *     record has personal components but no subject
         */
        public JsonSerde<T> build() {
            JsonMapper.Builder builder = JsonMappers.strict(unknownFieldsRefused);
            if (type.isSealed()) {
                names.reserve(TYPE_FIELD, names.all().keySet());
            }
            PersonalFields personal = new PersonalFields(cipher);
            personal.install(builder);
            builder.annotationIntrospector(JsonMappers.introspector(
                    personal, new SealedTypes(type, names, upcasters.renamed()), new RecordNames()));
            names.all().keySet().forEach(this::checkPersonal);
            versions().install(builder);
            JsonMapper mapper = builder.build();
            mapper.setInjectableValues(new Defaults(mapper));
            return new JsonSerde<>(type, mapper, upcasters.isEmpty() ? null : new Upcasting(mapper, upcasters, names));
        }

        private void checkPersonal(Class<?> permitted) {
            if (!SubjectOf.isNeededBy(permitted)) {
                return;
            }
            if (SubjectOf.type(permitted).isEmpty()) {
                throw new IllegalArgumentException(
                        "expected a component marked as @Subject in %s, which has @Personal ones, but there is none"
                                .formatted(permitted.getName()));
            }
            if (cipher == null) {
                throw new IllegalArgumentException(
                        "expected a cipher for the @Personal components of %s: call personal(…)"
                                .formatted(permitted.getName()));
            }
        }

        private Versions versions() {
            Map<Class<?>, Integer> versions = new HashMap<>();
            names.all().forEach((permitted, name) -> {
                int version = upcasters.currentVersion(name);
                if (version > 1) {
                    names.reserve(VERSION_FIELD, List.of(permitted));
                }
                versions.put(permitted, version);
            });
            return new Versions(versions);
        }
    }
}
