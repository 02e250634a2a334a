/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The time of a command as Streams sees it: what the client says, as far as that is possible.
 *
 * <p>Streams' own extractor throws on a negative time, and a broker refuses records from the future: neither must be in
 * a client's hands.
 */
public final class CommandTimestamp implements TimestampExtractor {

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(0, Math.min(record.timestamp(), System.currentTimeMillis()));
    }
}
