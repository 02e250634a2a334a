/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.tcc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.tcc.OpenRepair;
import dev.skald.tcc.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the topic of agreements that need repair from its beginning to where it ends at the start: the key is an
 * agreement's id, the value its outcome, and null once it needs repair no more. Nothing is committed, and no
 * application need run.
 */
public final class RepairReader {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Map<String, OpenRepair> found = new LinkedHashMap<>();
    private final Deserializer<Outcome> outcomes = TccJson.outcomes().deserializer();

    /**
     * Creates a reader.
     *
     * @param consumer reads committed records only; used by this reader alone, and closed by whoever created it
     * @param topic the topic
     */
    public RepairReader(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    /** A consumer that such a reader can read with. */
    public static Consumer<byte[], byte[]> consumer(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Compaction may have removed what a position pointed to.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Reads.
     *
     * @param timeout how long this may take
     * @return what needs repair, the oldest first
     * @throws TimeoutException if it takes longer
     * @throws KafkaException if there is no such topic
     */
    public List<OpenRepair> read(Duration timeout) {
        long start = System.nanoTime();
        List<PartitionInfo> infos = consumer.partitionsFor(topic, timeout);
        if (infos == null || infos.isEmpty()) {
            throw new KafkaException(
                    "expected the topic %s, but it does not exist: does the application have agreements?"
                            .formatted(topic));
        }
        List<TopicPartition> partitions = infos.stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, timeout);
        while (!isAtEnd(partitions, ends, timeout)) {
            if (System.nanoTime() - start > timeout.toNanos()) {
                throw new TimeoutException("%s could not be read to its end within %s".formatted(topic, timeout));
            }
            consumer.poll(POLL).forEach(this::take);
        }
        return found.values().stream()
                .sorted(Comparator.comparing(OpenRepair::since))
                .toList();
    }

    private boolean isAtEnd(Collection<TopicPartition> partitions, Map<TopicPartition, Long> ends, Duration timeout) {
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition, timeout) >= ends.getOrDefault(partition, 0L));
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            // Not one of the engine's; there is no agreement that it could be about.
            return;
        }
        String id = new String(record.key(), UTF_8);
        found.remove(id);
        if (record.value() != null) {
            found.put(id, new OpenRepair(outcome(record), Instant.ofEpochMilli(record.timestamp())));
        }
    }

    private Outcome outcome(ConsumerRecord<byte[], byte[]> record) {
        try {
            return outcomes.deserialize(topic, record.value());
        } catch (SerializationException e) {
            throw new SerializationException(
                    "%s, partition %d, offset %d: %s"
                            .formatted(topic, record.partition(), record.offset(), e.getMessage()),
                    e);
        }
    }
}
