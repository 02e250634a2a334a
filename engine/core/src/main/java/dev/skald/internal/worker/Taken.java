/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import dev.skald.internal.participant.FenceKey;
import dev.skald.internal.participant.ParticipantRequest;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A request that was taken from its topic.
 *
 * @param work the partition it came from
 * @param record as it came
 * @param request what its headers say
 * @param fenceKey what the fence knows it by
 */
record Taken(PartitionWork work, ConsumerRecord<byte[], byte[]> record, ParticipantRequest request, FenceKey fenceKey) {

    private static final byte[] NO_KEY = new byte[0];

    /**
     * What keeps requests in order.
     *
     * @param partition the partition
     * @param key the request's key
     */
    record Order(int partition, ByteBuffer key) {}

    /** Requests of the same order are handled one after the other. */
    Order order() {
        return new Order(record.partition(), ByteBuffer.wrap(keyOf(record)));
    }

    static byte[] keyOf(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? NO_KEY : record.key();
    }
}
