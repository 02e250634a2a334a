/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.pacing;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Tells the pacer of its thread how far each poll has fetched. Created by Kafka, once for each consumer. */
public final class InputInterceptor implements ConsumerInterceptor<byte[], byte[]> {

    private @Nullable InputMonitor monitor;
    private @Nullable CommitPacer pacer;

    @Override
    public void configure(Map<String, ?> configs) {
        if (configs.get(InputMonitor.CONFIG) instanceof InputMonitor configured) {
            monitor = configured;
            pacer = configured.newPacer();
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        InputMonitor watching = monitor;
        CommitPacer paced = pacer;
        if (watching != null && paced != null) {
            for (TopicPartition partition : records.partitions()) {
                if (watching.watches(partition)) {
                    List<ConsumerRecord<byte[], byte[]>> fetched = records.records(partition);
                    watching.fetchedBy(paced, partition);
                    paced.fetched(partition, fetched.get(fetched.size() - 1).offset());
                }
            }
        }
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // Never called under exactly-once, where the producer commits the offsets.
    }

    @Override
    public void close() {}
}
