/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not a value of the expected type.
 *
 * <p>Reading the same bytes again fails again, so that a record which leads to this belongs to the dead letters. The
 * offset is not known to a deserializer; Kafka's consumer adds it in the exception that it puts around this one.
 */
public final class UnreadableRecordException extends SerializationException {

    private static final long serialVersionUID = 1L;

    private final String topic;
    private final String expectedType;
    private final String reason;
    private final @Nullable Integer schemaId;

    /**
     * Creates the exception for bytes that name no schema.
     *
     * @param topic the topic that was handed to the deserializer
     * @param expectedType the type of the deserializer: the name of a class or of a schema
     * @param reason what is wrong with the bytes, as the end of “expected …, but: ”
     * @param cause what was thrown, or null
     */
    public UnreadableRecordException(String topic, String expectedType, String reason, @Nullable Throwable cause) {
        this(topic, expectedType, reason, null, cause);
    }

    /** Creates the exception for bytes that name a schema of a registry, or null where even that cannot be read. */
    public UnreadableRecordException(
            String topic, String expectedType, String reason, @Nullable Integer schemaId, @Nullable Throwable cause) {
        super(message(topic, expectedType, reason, schemaId), cause);
        this.topic = requireNonNull(topic, "topic");
        this.expectedType = requireNonNull(expectedType, "expectedType");
        this.reason = requireNonNull(reason, "reason");
        this.schemaId = schemaId;
    }

    private static String message(String topic, String expectedType, String reason, @Nullable Integer schemaId) {
        String schema = schemaId == null ? "" : " written with schema " + schemaId;
        return "expected a %s in topic %s%s, but: %s".formatted(expectedType, topic, schema, reason);
    }

    /** The topic that was handed to the deserializer. */
    public String topic() {
        return topic;
    }

    /** The type of the deserializer: the name of a class or of a schema. */
    public String expectedType() {
        return expectedType;
    }

    /** What is wrong with the bytes. */
    public String reason() {
        return reason;
    }

    /** The id of the schema that the bytes name, where they name one. */
    public OptionalInt schemaId() {
        return schemaId == null ? OptionalInt.empty() : OptionalInt.of(schemaId);
    }
}
