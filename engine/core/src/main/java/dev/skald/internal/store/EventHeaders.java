/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import static dev.skald.internal.model.TextHeaders.add;
import static dev.skald.internal.model.TextHeaders.addIfPresent;
import static dev.skald.internal.model.TextHeaders.get;
import static dev.skald.internal.model.TextHeaders.require;

import dev.skald.EventMetadata;
import dev.skald.HeaderNames;
import dev.skald.internal.model.TextHeaders;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The metadata of an event as record headers, and back. */
public final class EventHeaders {

    private EventHeaders() {}

    /** Writes everything but the time, which is the record's timestamp. */
    public static Headers write(EventMetadata metadata) {
        Headers headers = TextHeaders.none();
        add(headers, HeaderNames.EVENT_TYPE, metadata.eventType());
        add(headers, HeaderNames.EVENT_ID, metadata.eventId());
        add(headers, HeaderNames.AGGREGATE, metadata.aggregate());
        add(headers, HeaderNames.CAUSATION_ID, metadata.causationId());
        add(headers, HeaderNames.CORRELATION_ID, metadata.correlationId());
        if (metadata.schemaVersion() != 0) {
            add(headers, HeaderNames.SCHEMA_VERSION, Integer.toString(metadata.schemaVersion()));
        }
        addIfPresent(headers, HeaderNames.TRACEPARENT, metadata.traceparent());
        return headers;
    }

    /**
     * Reads the metadata of an event's record.
     *
     * @throws IllegalArgumentException if a header is missing or malformed
     */
    public static EventMetadata read(Headers headers, long timestamp) {
        return new EventMetadata(
                require(headers, HeaderNames.EVENT_ID),
                require(headers, HeaderNames.EVENT_TYPE),
                require(headers, HeaderNames.AGGREGATE),
                Instant.ofEpochMilli(timestamp),
                require(headers, HeaderNames.CAUSATION_ID),
                require(headers, HeaderNames.CORRELATION_ID),
                version(get(headers, HeaderNames.SCHEMA_VERSION)),
                get(headers, HeaderNames.TRACEPARENT));
    }

    static int version(@Nullable String text) {
        return text == null ? 0 : Integer.parseInt(text);
    }
}
