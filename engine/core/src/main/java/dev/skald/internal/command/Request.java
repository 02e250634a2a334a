/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import dev.skald.Cause;
import dev.skald.ExpectedRevision;
import org.jspecify.annotations.Nullable;

/**
 * What a record of a command topic asks for.
 *
 * @param kind what is asked for
 * @param instanceId whom
 * @param commandId the id by which the asker knows its request
 * @param cause the command as the cause of events
 * @param expected the revision that the asker expects
 * @param range the revisions asked for, of a request for state or history
 */
public record Request(
        Kind kind, String instanceId, String commandId, Cause cause, ExpectedRevision expected, RevisionRange range) {

    /** A request that only reads. */
    public static Request query(Kind kind, String instanceId, String requestId, RevisionRange range) {
        return new Request(kind, instanceId, requestId, Cause.root(requestId), ExpectedRevision.any(), range);
    }

    /** The kinds of request, by their text in the header. */
    public enum Kind {
        /** Decide a command. */
        COMMAND("command"),
        /** Tell the state. */
        STATE("state"),
        /** Tell a part of the history. */
        HISTORY("history");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The text in the header. */
        public String text() {
            return text;
        }

        static Kind parse(@Nullable String text) {
            if (text == null) {
                return COMMAND;
            }
            for (Kind kind : values()) {
                if (kind.text.equals(text)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(
                    "expected a request for command, state or history, but it is for " + text);
        }
    }
}
