/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.skald.serdes.UnreadableRecordException;
import java.io.IOException;
import java.util.LinkedHashMap;
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
 * with the simple name of its class, which therefore must never change once there is data ({@link Builder#typeName}
 * gives it another). Nothing outside the sealed interface can be named. Times are written as ISO-8601 text, absent and
 * null components are left out, and fields that a type does not have are ignored unless
 * {@link Builder#refuseUnknownFields} is asked for.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param <T> a record, a sealed interface, or whatever else Jackson can read and write
 */
public final class JsonSerde<T> implements Serde<T> {

    /** The field that names the type of a value of a sealed interface. */
    public static final String TYPE_FIELD = "type";

    private final Class<T> type;
    private final ObjectWriter writer;
    private final ObjectReader reader;

    private JsonSerde(Class<T> type, JsonMapper mapper) {
        this.type = type;
        this.writer = mapper.writerFor(type);
        this.reader = mapper.readerFor(type);
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
        } catch (JsonProcessingException e) {
            throw new SerializationException(
                    "expected a %s that can be written as JSON to topic %s, but: %s"
                            .formatted(type.getName(), topic, e.getOriginalMessage()),
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
            value = reader.readValue(bytes);
        } catch (IOException e) {
            throw new UnreadableRecordException(topic, type.getName(), message(e), e);
        }
        if (value == null) {
            throw new UnreadableRecordException(topic, type.getName(), "it is the JSON literal null", null);
        }
        return value;
    }

    private static String message(IOException e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
    }

    /** Makes Jackson write the name of the type as the first field. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.PROPERTY, property = TYPE_FIELD)
    private interface Named {}

    /**
     * Collects what is not by default.
     *
     * @param <T> the type of the serde
     */
    public static final class Builder<T> {

        private final Class<T> type;
        private final Map<Class<?>, String> names = new LinkedHashMap<>();
        private boolean unknownFieldsRefused;

        private Builder(Class<T> type) {
            this.type = requireNonNull(type, "type");
            if (type.isSealed()) {
                addNames(type);
            }
        }

        private void addNames(Class<?> sealed) {
            for (Class<?> permitted : sealed.getPermittedSubclasses()) {
                if (permitted.isSealed()) {
                    addNames(permitted);
                } else {
                    addName(permitted, permitted.getSimpleName());
                }
            }
        }

        private void addName(Class<?> permitted, String name) {
            names.forEach((other, taken) -> {
                if (taken.equals(name) && other != permitted) {
                    throw new IllegalArgumentException("expected different names for %s and %s, but both are %s"
                            .formatted(other.getName(), permitted.getName(), name));
                }
            });
            names.put(permitted, name);
        }

        /**
         * Names a permitted type otherwise than its class, so that the class can be renamed without a change of data.
         *
         * @throws IllegalArgumentException if the type is not a permitted one, or the name is taken
         */
        public Builder<T> typeName(Class<? extends T> permitted, String name) {
            if (!names.containsKey(permitted)) {
                throw new IllegalArgumentException(
                        "expected a type that %s permits, but it is %s".formatted(type.getName(), permitted.getName()));
            }
            addName(permitted, name);
            return this;
        }

        /** Refuses to read JSON that has fields which its type does not have. */
        public Builder<T> refuseUnknownFields() {
            unknownFieldsRefused = true;
            return this;
        }

        /** Builds the serde. */
        public JsonSerde<T> build() {
            JsonMapper.Builder mapper = JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .addModule(new Jdk8Module())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, unknownFieldsRefused)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS));
            if (type.isSealed()) {
                mapper.addMixIn(type, Named.class);
                names.forEach((permitted, name) -> mapper.registerSubtypes(new NamedType(permitted, name)));
            }
            return new JsonSerde<>(type, mapper.build());
        }
    }
}
