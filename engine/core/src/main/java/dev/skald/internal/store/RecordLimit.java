/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.HandlingException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The largest record that producer and topics take.
 *
 * <p>Kafka refuses a larger one only when it is sent, which is when the state store has it already: the task would
 * fail, be started again, and fail again. So records are measured before anything is written.
 *
 * @param bytes the largest record, in bytes
 */
public record RecordLimit(int bytes) {

    /** Kafka's own default ({@code max.request.size}: 1 MiB). */
    public static final RecordLimit DEFAULT = new RecordLimit(1024 * 1024);

    /** What a batch of one record needs beside key, value and headers; Kafka's own bound is 61 + 21. */
    private static final int OVERHEAD_BYTES = 128;

    /** What lengths of a header need at most. */
    private static final int HEADER_OVERHEAD_BYTES = 10;

    /**
     * Checks a record.
     *
     * @param what names the record; asked only if it is too large
     * @throws HandlingException if it is too large
     */
    public void check(Supplier<String> what, byte[] key, byte @Nullable [] value, Headers headers) {
        long size = size(key, value, headers);
        if (size > bytes) {
            throw new HandlingException(new RecordTooLargeException(
                    "expected the record of %s to have at most %d bytes, but it has %d: make it smaller, or raise"
                                    .formatted(what.get(), bytes, size)
                            + " max.message.bytes of the topic and max.request.size of the producer"));
        }
    }

    /** Whether a record is small enough. */
    public boolean allows(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return size(key, value, headers) <= bytes;
    }

    private static long size(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        long size = OVERHEAD_BYTES + length(key) + length(value);
        for (Header header : headers) {
            // A header's name has no more than three bytes for a character.
            String name = header.key();
            size += HEADER_OVERHEAD_BYTES + length(header.value()) + nameBytes(name);
        }
        return size;
    }

    private static int nameBytes(String name) {
        return name.length() < 128 ? name.length() * 3 : name.getBytes(UTF_8).length;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
