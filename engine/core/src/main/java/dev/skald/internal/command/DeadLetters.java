/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import static dev.skald.internal.model.TextHeaders.add;

import dev.skald.HeaderNames;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.store.RecordLimit;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Writes records that could not be handled to the dead-letter topic, as they came and with the cause in headers. */
public final class DeadLetters {

    private static final int MOST_STACK_CHARACTERS = 16 * 1024;
    private static final int MOST_MESSAGE_CHARACTERS = 4 * 1024;

    private final String aggregate;
    private final String topic;
    private final RecordLimit limit;
    private final ProcessorContext<Destination, byte @Nullable []> context;

    /** Creates what writes to this topic. */
    public DeadLetters(
            String aggregate,
            String topic,
            RecordLimit limit,
            ProcessorContext<Destination, byte @Nullable []> context) {
        this.aggregate = aggregate;
        this.topic = topic;
        this.limit = limit;
        this.context = context;
    }

    /** Writes a record and why it could not be handled. */
    public void send(Record<byte[], byte[]> record, RecordMetadata position, Throwable cause) {
        Headers headers = headers(record, position, cause);
        for (Header header : record.headers()) {
            headers.add(header);
        }
        if (limit.allows(record.key(), record.value(), headers)) {
            forward(record.key(), record.value(), headers);
        } else if (limit.allows(record.key(), record.value(), headers(record, position, cause))) {
            forward(record.key(), record.value(), headers(record, position, cause));
        } else {
            // Too large with the cause beside it. Where it came from says where it still is.
            forward(null, null, headers(record, position, cause));
        }
    }

    private Headers headers(Record<byte[], byte[]> record, RecordMetadata position, Throwable cause) {
        Headers headers = TextHeaders.none();
        add(headers, HeaderNames.AGGREGATE, aggregate);
        add(headers, HeaderNames.DEAD_LETTER_TOPIC, position.topic());
        add(headers, HeaderNames.DEAD_LETTER_PARTITION, Integer.toString(position.partition()));
        add(headers, HeaderNames.DEAD_LETTER_OFFSET, Long.toString(position.offset()));
        add(headers, HeaderNames.DEAD_LETTER_TIMESTAMP, Long.toString(record.timestamp()));
        add(headers, HeaderNames.DEAD_LETTER_CAUSE, cause.getClass().getName());
        add(headers, HeaderNames.DEAD_LETTER_MESSAGE, cut(String.valueOf(cause.getMessage()), MOST_MESSAGE_CHARACTERS));
        add(headers, HeaderNames.DEAD_LETTER_STACK, cut(stack(cause), MOST_STACK_CHARACTERS));
        return headers;
    }

    private void forward(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        Destination destination = new Destination(topic, Destination.BY_KEY, key);
        context.forward(new Record<>(destination, value, context.currentSystemTimeMs(), headers));
    }

    private static String stack(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }
}
