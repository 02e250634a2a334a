/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records and offsets in one Kafka transaction.
 *
 * <p>After a failure it begins anew with another producer of the same name: that settles whatever the one before has
 * left open, so that everything can simply be written again. Whoever reads what is committed may then see it twice, but
 * never a part of it.
 */
final class TransactionWriter implements AutoCloseable {

    private final Map<String, Object> config;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    TransactionWriter(WorkerSettings settings) {
        this.config = ClientConfigs.producer(settings, settings.groupId() + "-" + UUID.randomUUID());
    }

    /**
     * Writes and commits.
     *
     * @param offsets how far each partition is finished that the records belong to: they name the group's generation,
     *     and so keep out a worker that has lost the partition without knowing it. Never empty.
     * @throws KafkaException if it is not known to be committed
     */
    void commit(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        if (offsets.isEmpty()) {
            throw new IllegalArgumentException("expected the offsets of a partition, but there are none");
        }
        try {
            KafkaProducer<byte[], byte[]> open = open();
            open.beginTransaction();
            for (ProducerRecord<byte[], byte[]> record : records) {
                // The commit fails if one of them does.
                var unused = open.send(record);
            }
            open.sendOffsetsToTransaction(offsets, group);
            open.commitTransaction();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private KafkaProducer<byte[], byte[]> open() {
        if (producer == null) {
            producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
            producer.initTransactions();
        }
        return producer;
    }

    @Override
    public void close() {
        KafkaProducer<byte[], byte[]> closing = producer;
        producer = null;
        if (closing != null) {
            closing.close(Duration.ZERO);
        }
    }
}
