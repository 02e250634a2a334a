/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import static dev.skald.internal.model.TextHeaders.add;
import static dev.skald.internal.model.TextHeaders.getOr;
import static dev.skald.internal.model.TextHeaders.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.ExpectedRevision;
import dev.skald.HeaderNames;
import dev.skald.Reply;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A reply as headers and value of its record, and back.
 *
 * <p>The value is text for people (the reason of a rejection, the message of a failure), a state, an event, or empty.
 */
public final class ReplyHeaders {

    /** An answer to a request for state: the state, with its revision. */
    public static final String STATE = "state";

    /** A part of the answer to a request for history: one event. */
    public static final String EVENT = "event";

    /** The last part of the answer to a request for history: how far it went, and how far the history goes. */
    public static final String END = "end";

    /** The outcome of an agreement, as JSON. */
    public static final String OUTCOME = "outcome";

    private static final String ACCEPTED = "accepted";
    private static final String REJECTED = "rejected";
    private static final String CONFLICT = "conflict";
    private static final String FAILED = "failed";

    /** The longest text for people in a reply, in characters. */
    private static final int MOST_TEXT = 8 * 1024;

    private static final byte[] NO_TEXT = {};

    private ReplyHeaders() {}

    /** Writes a reply to a command; returns the record's value. */
    static byte[] write(Headers headers, Reply reply) {
        if (reply instanceof Reply.Accepted accepted) {
            add(headers, HeaderNames.REPLY, ACCEPTED);
            RevisionRange range = new RevisionRange(accepted.revisionBefore(), accepted.revisionAfter());
            add(headers, HeaderNames.REVISION_RANGE, range.toString());
            return NO_TEXT;
        } else if (reply instanceof Reply.Rejected rejected) {
            add(headers, HeaderNames.REPLY, REJECTED);
            add(headers, HeaderNames.CODE, cut(rejected.code()));
            return cut(rejected.reason()).getBytes(UTF_8);
        } else if (reply instanceof Reply.Conflict conflict) {
            add(headers, HeaderNames.REPLY, CONFLICT);
            add(headers, HeaderNames.EXPECTED_REVISION, conflict.expected().toString());
            add(headers, HeaderNames.REVISION, Long.toString(conflict.actual()));
            return NO_TEXT;
        } else if (reply instanceof Reply.Failed failed) {
            add(headers, HeaderNames.REPLY, FAILED);
            add(headers, HeaderNames.CODE, cut(failed.cause()));
            return cut(failed.message()).getBytes(UTF_8);
        }
        throw new AssertionError(reply);
    }

    /** What kind of answer it is. */
    public static String kind(Headers headers) {
        return getOr(headers, HeaderNames.REPLY, "");
    }

    /** Whether it belongs to the answer to a request for state or history. */
    public static boolean isAnswerToQuery(Headers headers) {
        String kind = kind(headers);
        return kind.equals(STATE) || kind.equals(EVENT) || kind.equals(END);
    }

    /** Whether it says that a request failed. */
    public static boolean isFailure(Headers headers) {
        return kind(headers).equals(FAILED);
    }

    /**
     * Reads a reply to a command.
     *
     * @throws IllegalArgumentException if it is none, or malformed
     */
    public static Reply read(Headers headers, byte @Nullable [] value) {
        String kind = kind(headers);
        return switch (kind) {
            case ACCEPTED -> {
                RevisionRange range = RevisionRange.parse(require(headers, HeaderNames.REVISION_RANGE));
                yield new Reply.Accepted(range.from(), range.to());
            }
            case REJECTED -> new Reply.Rejected(require(headers, HeaderNames.CODE), text(value));
            case CONFLICT ->
                new Reply.Conflict(
                        ExpectedRevision.parse(require(headers, HeaderNames.EXPECTED_REVISION)), revision(headers));
            case FAILED -> new Reply.Failed(require(headers, HeaderNames.CODE), text(value));
            default -> throw new IllegalArgumentException("expected a reply to a command, but it is \"" + kind + "\"");
        };
    }

    /** The revision that a reply carries. */
    public static long revision(Headers headers) {
        return Long.parseLong(require(headers, HeaderNames.REVISION));
    }

    /** The revisions that a reply is about. */
    public static RevisionRange range(Headers headers) {
        return RevisionRange.parse(require(headers, HeaderNames.REVISION_RANGE));
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, UTF_8);
    }

    private static String cut(String text) {
        return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
    }
}
