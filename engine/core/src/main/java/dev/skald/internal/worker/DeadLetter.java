/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import static dev.skald.internal.model.TextHeaders.add;

import dev.skald.HeaderNames;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.store.RecordLimit;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** A request that could not be read, as it came and with the cause in headers. */
final class DeadLetter {

    private static final int MOST_STACK_CHARACTERS = 16 * 1024;
    private static final int MOST_MESSAGE_CHARACTERS = 4 * 1024;

    private DeadLetter() {}

    /** The record for it, no larger than allowed. */
    static ProducerRecord<byte[], byte[]> of(
            String topic, ConsumerRecord<byte[], byte[]> record, Throwable cause, RecordLimit limit) {
        Headers reason = reason(record, cause);
        Headers all = reason(record, cause);
        for (Header header : record.headers()) {
            all.add(header);
        }
        if (limit.allows(record.key(), record.value(), all)) {
            return new ProducerRecord<>(topic, null, record.key(), record.value(), all);
        } else if (limit.allows(record.key(), record.value(), reason)) {
            return new ProducerRecord<>(topic, null, record.key(), record.value(), reason);
        }
        // Too large with the cause beside it. Where it came from says where it still is.
        return new ProducerRecord<>(topic, null, (byte[]) null, (byte[]) null, reason);
    }

    private static Headers reason(ConsumerRecord<byte[], byte[]> record, Throwable cause) {
        Headers headers = TextHeaders.none();
        add(headers, HeaderNames.DEAD_LETTER_TOPIC, record.topic());
        add(headers, HeaderNames.DEAD_LETTER_PARTITION, Integer.toString(record.partition()));
        add(headers, HeaderNames.DEAD_LETTER_OFFSET, Long.toString(record.offset()));
        add(headers, HeaderNames.DEAD_LETTER_TIMESTAMP, Long.toString(record.timestamp()));
        add(headers, HeaderNames.DEAD_LETTER_CAUSE, cause.getClass().getName());
        add(headers, HeaderNames.DEAD_LETTER_MESSAGE, cut(String.valueOf(cause.getMessage()), MOST_MESSAGE_CHARACTERS));
        add(headers, HeaderNames.DEAD_LETTER_STACK, cut(stack(cause), MOST_STACK_CHARACTERS));
        return headers;
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
