/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.tcc;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Payload;
import dev.skald.tcc.TccCommand;
import dev.skald.tcc.TccEvent;
import dev.skald.tcc.TccState;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Agreements as JSON: what is in their topics can be read by people and by any tool. Kinds of events and messages are
 * told apart by the property {@code kind}; times are ISO 8601; requests are base64.
 */
public final class TccJson {

    private static final ObjectMapper MAPPER = mapper();

    private TccJson() {}

    /** The serde of events. */
    public static Serde<TccEvent> events() {
        return serde(TccEvent.class);
    }

    /** The serde of what clients ask. */
    public static Serde<TccMessage> messages() {
        return serde(TccMessage.class);
    }

    /** The serde of states. */
    public static Serde<TccState> states() {
        return serde(TccState.class);
    }

    /** The serde of outcomes. */
    public static Serde<Outcome> outcomes() {
        return serde(Outcome.class);
    }

    /** The coordinator's own commands never leave it. */
    static Serde<TccCommand> commands() {
        return Serdes.serdeFrom(
                (topic, command) -> {
                    throw new UnsupportedOperationException("the coordinator's commands are not written");
                },
                (topic, bytes) -> {
                    throw new UnsupportedOperationException("the coordinator's commands are not read");
                });
    }

    private static <T> Serde<T> serde(Class<T> type) {
        ObjectWriter writer = MAPPER.writerFor(type);
        ObjectReader reader = MAPPER.readerFor(type);
        Serializer<T> serializer = (topic, value) -> write(writer, value);
        Deserializer<T> deserializer = (topic, bytes) -> read(reader, bytes, type);
        return Serdes.serdeFrom(serializer, deserializer);
    }

    private static byte[] write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (IOException e) {
            throw new SerializationException("could not be written as JSON: " + value, e);
        }
    }

    private static <T> T read(ObjectReader reader, byte[] bytes, Class<T> type) {
        if (bytes == null) {
            throw new SerializationException("expected a %s as JSON, but it is null".formatted(type.getSimpleName()));
        }
        try {
            T value = reader.readValue(bytes);
            if (value == null) {
                throw new SerializationException(
                        "expected a %s as JSON, but it is null".formatted(type.getSimpleName()));
            }
            return value;
        } catch (IOException e) {
            throw new SerializationException(
                    "expected a %s as JSON, but: %s".formatted(type.getSimpleName(), e.getMessage()), e);
        }
    }

    private static ObjectMapper mapper() {
        SimpleModule payloads = new SimpleModule("skald-tcc");
        payloads.addSerializer(Payload.class, new PayloadSerializer());
        payloads.addDeserializer(Payload.class, new PayloadDeserializer());
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(payloads)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                // A later version may say more.
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
                .addMixIn(TccEvent.class, Events.class)
                .addMixIn(TccMessage.class, Messages.class)
                .addMixIn(TccState.class, OnlyFields.class)
                .addMixIn(Outcome.class, OnlyFields.class)
                .addMixIn(Outcome.Participant.class, OnlyFields.class)
                .build();
    }

    /** Names of kinds of events; they are in topics and must not change. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = TccEvent.Started.class, name = "started"),
        @JsonSubTypes.Type(value = TccEvent.CallerJoined.class, name = "caller-joined"),
        @JsonSubTypes.Type(value = TccEvent.Asked.class, name = "asked"),
        @JsonSubTypes.Type(value = TccEvent.Answered.class, name = "answered"),
        @JsonSubTypes.Type(value = TccEvent.TimedOut.class, name = "timed-out"),
        @JsonSubTypes.Type(value = TccEvent.Decided.class, name = "decided"),
        @JsonSubTypes.Type(value = TccEvent.Postponed.class, name = "postponed"),
        @JsonSubTypes.Type(value = TccEvent.GivenUp.class, name = "given-up"),
        @JsonSubTypes.Type(value = TccEvent.Ended.class, name = "ended"),
        @JsonSubTypes.Type(value = TccEvent.RetryOrdered.class, name = "retry-ordered"),
        @JsonSubTypes.Type(value = TccEvent.Repaired.class, name = "repaired"),
        @JsonSubTypes.Type(value = TccEvent.Resolved.class, name = "resolved")
    })
    private interface Events {}

    /** Names of kinds of messages; clients in other languages write them. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = TccMessage.Start.class, name = "start"),
        @JsonSubTypes.Type(value = TccMessage.Join.class, name = "join"),
        @JsonSubTypes.Type(value = TccMessage.Retry.class, name = "retry"),
        @JsonSubTypes.Type(value = TccMessage.Resolve.class, name = "resolve")
    })
    private interface Messages {}

    /** What can be told from the rest is not written. */
    @JsonAutoDetect(
            fieldVisibility = JsonAutoDetect.Visibility.ANY,
            isGetterVisibility = JsonAutoDetect.Visibility.NONE,
            getterVisibility = JsonAutoDetect.Visibility.NONE)
    private interface OnlyFields {}

    private static final class PayloadSerializer extends StdSerializer<Payload> {

        private static final long serialVersionUID = 1;

        PayloadSerializer() {
            super(Payload.class);
        }

        @Override
        public void serialize(Payload payload, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeBinary(payload.bytes());
        }
    }

    private static final class PayloadDeserializer extends StdDeserializer<Payload> {

        private static final long serialVersionUID = 1;

        PayloadDeserializer() {
            super(Payload.class);
        }

        @Override
        public Payload deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return Payload.of(json.getBinaryValue());
        }
    }
}
