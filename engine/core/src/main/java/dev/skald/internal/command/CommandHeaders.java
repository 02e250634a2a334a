/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import static dev.skald.internal.model.TextHeaders.add;
import static dev.skald.internal.model.TextHeaders.addIfPresent;
import static dev.skald.internal.model.TextHeaders.get;
import static dev.skald.internal.model.TextHeaders.getOr;

import dev.skald.Cause;
import dev.skald.ExpectedRevision;
import dev.skald.HeaderNames;
import dev.skald.InstanceId;
import dev.skald.internal.command.Request.Kind;
import dev.skald.internal.store.EventKeys;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A request as the headers of its record, and back. */
public final class CommandHeaders {

    private static final int MOST_CHARACTERS = Cause.MAX_ID_CHARACTERS;

    private CommandHeaders() {}

    /** Writes the headers of a request. */
    public static void write(Headers headers, Request request, ReplyAddress replyTo) {
        if (request.kind() != Kind.COMMAND) {
            add(headers, HeaderNames.REQUEST, request.kind().text());
            add(headers, HeaderNames.REVISION_RANGE, request.range().toString());
        }
        add(headers, HeaderNames.COMMAND_ID, request.commandId());
        if (!request.cause().correlationId().equals(request.commandId())) {
            add(headers, HeaderNames.CORRELATION_ID, request.cause().correlationId());
        }
        if (!(request.expected() instanceof ExpectedRevision.Any)) {
            add(headers, HeaderNames.EXPECTED_REVISION, request.expected().toString());
        }
        addIfPresent(headers, HeaderNames.TRACEPARENT, request.cause().traceparent());
        add(headers, HeaderNames.REPLY_TO, replyTo.clientId());
        add(headers, HeaderNames.REPLY_PARTITION, Integer.toString(replyTo.partition()));
    }

    /**
     * Reads a request.
     *
     * @param commandId its id, as {@link #commandId} tells
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Request read(byte @Nullable [] key, Headers headers, String commandId) {
        if (key == null) {
            throw new IllegalArgumentException("expected the instance id as the record's key, but the key is null");
        }
        String instanceId = InstanceId.check(EventKeys.parseInstanceId(key));
        String correlationId =
                bounded(HeaderNames.CORRELATION_ID, getOr(headers, HeaderNames.CORRELATION_ID, commandId));
        return new Request(
                Kind.parse(get(headers, HeaderNames.REQUEST)),
                instanceId,
                commandId,
                new Cause(commandId, correlationId, traceparent(headers)),
                ExpectedRevision.parse(getOr(headers, HeaderNames.EXPECTED_REVISION, "any")),
                RevisionRange.parse(get(headers, HeaderNames.REVISION_RANGE)));
    }

    /**
     * The id of a command.
     *
     * @param otherwise tells the id of one that has none
     * @throws IllegalArgumentException if it is empty or too long
     */
    static String commandId(Headers headers, Supplier<String> otherwise) {
        String given = get(headers, HeaderNames.COMMAND_ID);
        return bounded(HeaderNames.COMMAND_ID, given == null ? otherwise.get() : given);
    }

    /** Where the reply goes, or null if nobody waits for one. */
    static @Nullable ReplyAddress replyAddress(Headers headers) {
        String clientId = get(headers, HeaderNames.REPLY_TO);
        if (clientId == null) {
            return null;
        }
        bounded(HeaderNames.REPLY_TO, clientId);
        String partition = getOr(headers, HeaderNames.REPLY_PARTITION, "");
        try {
            return new ReplyAddress(clientId, Integer.parseInt(partition));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "expected the number of a partition in %s, but it is \"%s\""
                            .formatted(HeaderNames.REPLY_PARTITION, partition),
                    e);
        }
    }

    private static @Nullable String traceparent(Headers headers) {
        String value = get(headers, HeaderNames.TRACEPARENT);
        // Tracing must never stand in the way of a command: what cannot be a trace context is not passed on.
        return value == null || value.length() > MOST_CHARACTERS ? null : value;
    }

    private static String bounded(String name, String value) {
        if (value.isEmpty() || value.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("expected 1 to %d characters in %s, but there are %d"
                    .formatted(MOST_CHARACTERS, name, value.length()));
        }
        return value;
    }
}
