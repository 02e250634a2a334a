/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The fence holds an entry that cannot be read; without it nobody knows what was done. */
final class UnreadableFenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableFenceException(ConsumerRecord<byte[], byte[]> record, Throwable cause) {
        super(
                ("expected an entry of the fence at offset %d of %s-%d, but it cannot be read: was it written by a"
                                + " newer version, or by somebody else?")
                        .formatted(record.offset(), record.topic(), record.partition()),
                cause);
    }
}
