/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is recorded beside an event. It travels in the headers of the event's record ({@link HeaderNames}).
 *
 * @param eventId the event's own id, {@code aggregate/instance/revision}: the same wherever the event is seen
 * @param eventType the name of the event's type
 * @param aggregate the aggregate whose event it is
 * @param recordedAt when it was recorded, by the engine's clock, to the millisecond; the record's timestamp
 * @param causationId the id of the command that led to it
 * @param correlationId the id of the conversation it belongs to: the id of the message that began it
 * @param schemaVersion the version of the events' schema, or 0 where none is declared
 * @param traceparent the W3C trace context of the command, passed on unchanged, or null
 */
public record EventMetadata(
        String eventId,
        String eventType,
        String aggregate,
        Instant recordedAt,
        String causationId,
        String correlationId,
        int schemaVersion,
        @Nullable String traceparent) {

    public EventMetadata {
        requireNonNull(eventId, "eventId");
        requireNonNull(eventType, "eventType");
        requireNonNull(aggregate, "aggregate");
        requireNonNull(recordedAt, "recordedAt");
        requireNonNull(causationId, "causationId");
        requireNonNull(correlationId, "correlationId");
    }
}
