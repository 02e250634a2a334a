/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import org.jspecify.annotations.Nullable;

/**
 * The message that leads to events.
 *
 * @param messageId its id; the events carry it as their causation, and the instance remembers it
 *     ({@link IdempotenceWindow})
 * @param correlationId the conversation it belongs to
 * @param traceparent its W3C trace context, or null
 */
public record Cause(
        String messageId, String correlationId, @Nullable String traceparent) {

    /** The longest id of a message or conversation, in characters. */
    public static final int MAX_ID_CHARACTERS = 512;

    public Cause {
        checkId("message", messageId);
        checkId("conversation", correlationId);
    }

    private static void checkId(String what, String id) {
        if (id.isEmpty() || id.length() > MAX_ID_CHARACTERS) {
            throw new IllegalArgumentException("expected the id of a %s in 1 to %d characters, but it has %d"
                    .formatted(what, MAX_ID_CHARACTERS, id.length()));
        }
    }

    /** A message that begins a conversation: its own id is the correlation. */
    public static Cause root(String messageId) {
        return new Cause(messageId, messageId, null);
    }
}
