/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

/**
 * The names of the record headers that Skald writes and reads. All values are UTF-8 text.
 *
 * <p>A client in any language may send a command with nothing but a key (the instance id in UTF-8) and a value (the
 * command in its serde); every header is optional.
 */
public final class HeaderNames {

    /** Commands, replies: the command's id. Commands without one are given one from their topic, partition, offset. */
    public static final String COMMAND_ID = "skald-command-id";

    /** Commands, events: the id of the message that began the conversation; by default the command's own. */
    public static final String CORRELATION_ID = "skald-correlation-id";

    /** Commands, events: the id of the message that led to this one. An event's is the id of its command. */
    public static final String CAUSATION_ID = "skald-causation-id";

    /** Commands: the expected revision, {@code any}, {@code none}, {@code some} or a number. */
    public static final String EXPECTED_REVISION = "skald-expected-revision";

    /** Commands: the id of the client that waits for the reply; without it no reply is sent. */
    public static final String REPLY_TO = "skald-reply-to";

    /** Commands: the partition of the reply topic on which the client listens. */
    public static final String REPLY_PARTITION = "skald-reply-partition";

    /** Commands, events: the W3C trace context, passed on unchanged. */
    public static final String TRACEPARENT = "traceparent";

    /** Commands: {@code command} (the default), {@code state} or {@code history}; see {@link #REVISION_RANGE}. */
    public static final String REQUEST = "skald-request";

    /** Requests for state and history, and their answers: {@code from-to}, where {@code to} may be left out. */
    public static final String REVISION_RANGE = "skald-revision-range";

    /** Events: the event's id. */
    public static final String EVENT_ID = "skald-event-id";

    /** Events: the name of the event's type. */
    public static final String EVENT_TYPE = "skald-event-type";

    /** Events, snapshots, replies, dead letters: the aggregate. */
    public static final String AGGREGATE = "skald-aggregate";

    /** Replies: the instance. */
    public static final String INSTANCE = "skald-instance";

    /** Events: the version of the events' schema. Snapshots: the version of the state's. */
    public static final String SCHEMA_VERSION = "skald-schema-version";

    /** Snapshots and replies: a revision. */
    public static final String REVISION = "skald-revision";

    /** Snapshots: what the instance remembers beside its state, in a binary form that only Skald reads. */
    public static final String MEMORY = "skald-memory";

    /**
     * Replies: {@code accepted}, {@code rejected}, {@code conflict}, {@code failed}, {@code state}, {@code outcome}, …
     */
    public static final String REPLY = "skald-reply";

    /** Replies: the code of a rejection, or the class of the exception of a failure. */
    public static final String CODE = "skald-code";

    /** Dead letters: the topic, partition, offset and timestamp of the record that could not be handled. */
    public static final String DEAD_LETTER_TOPIC = "skald-dead-letter-topic";

    /** Dead letters: the partition. */
    public static final String DEAD_LETTER_PARTITION = "skald-dead-letter-partition";

    /** Dead letters: the offset. */
    public static final String DEAD_LETTER_OFFSET = "skald-dead-letter-offset";

    /** Dead letters: the record's timestamp, in milliseconds since the epoch. */
    public static final String DEAD_LETTER_TIMESTAMP = "skald-dead-letter-timestamp";

    /** Dead letters: the class of the exception. */
    public static final String DEAD_LETTER_CAUSE = "skald-dead-letter-cause";

    /** Dead letters: the message of the exception. */
    public static final String DEAD_LETTER_MESSAGE = "skald-dead-letter-message";

    /** Dead letters: the stack trace, cut to 16 KiB. */
    public static final String DEAD_LETTER_STACK = "skald-dead-letter-stack";

    /** Requests to participants, and their answers: the id of the agreement. */
    public static final String TCC_ID = "skald-tcc-id";

    /** Requests to participants: the type of the agreement. */
    public static final String TCC_TYPE = "skald-tcc-type";

    /** Requests to participants, and their answers: the name of the side that is asked. */
    public static final String TCC_SIDE = "skald-tcc-side";

    /** Requests to participants, and their answers: {@code try}, {@code confirm} or {@code cancel}. */
    public static final String TCC_PHASE = "skald-tcc-phase";

    /** Requests to participants, and their answers: the number of the attempt, from 1. */
    public static final String TCC_ATTEMPT = "skald-tcc-attempt";

    /** Requests to participants: the topic that the answer goes to, with the agreement's id as its key. */
    public static final String TCC_REPLY_TOPIC = "skald-tcc-reply-topic";

    /** Requests to participants: until when an answer is waited for, in milliseconds since the epoch. */
    public static final String TCC_ANSWER_BY = "skald-tcc-answer-by";

    /** Answers of participants: {@code done}, {@code failed}, {@code retry} or {@code working}; see {@link #CODE}. */
    public static final String TCC_ANSWER = "skald-tcc-answer";

    private HeaderNames() {}
}
