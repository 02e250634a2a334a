/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records that are committed together, and what follows once they are.
 *
 * @param work the partition that they belong to
 * @param records the records
 * @param begins the run that begins with this, if one does; left out when nothing is to be begun any more
 * @param whenCommitted what follows; runs on the worker's own thread
 */
record Change(
        PartitionWork work,
        List<ProducerRecord<byte[], byte[]>> records,
        @Nullable Run begins,
        Runnable whenCommitted) {

    Change {
        records = List.copyOf(records);
    }
}
