/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import dev.skald.internal.participant.FenceEntry;
import dev.skald.internal.participant.FenceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the fence of partitions that were just assigned, bit by bit, so that the others go on meanwhile.
 *
 * <p>What the partition's last owner has committed has to be seen. Its transactions carry offsets of the partition, and
 * the group tells no position before they are settled; so the position comes first, then the end of what was ever
 * written to the fence, and then everything up to there as far as it was committed.
 */
final class FenceLoader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private record Loading(PartitionWork work, long end) {}

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final Map<TopicPartition, Loading> loading = new LinkedHashMap<>();

    FenceLoader(WorkerSettings settings, Admin admin) {
        this.consumer = new KafkaConsumer<>(
                ClientConfigs.fence(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.admin = admin;
    }

    boolean isBusy() {
        return !loading.isEmpty();
    }

    boolean isLoading(PartitionWork work) {
        return loading.containsKey(work.fenceTopic());
    }

    /** Begins with a partition whose position is known. */
    void begin(PartitionWork work) {
        loading.put(work.fenceTopic(), new Loading(work, end(work.fenceTopic())));
        assign();
        consumer.seekToBeginning(List.of(work.fenceTopic()));
    }

    /** Forgets partitions that were given away. */
    void forgetDropped() {
        if (loading.values().removeIf(each -> each.work().isDropped())) {
            assign();
        }
    }

    /**
     * Reads a bit.
     *
     * @return the partitions whose fence has been read
     */
    Collection<PartitionWork> advance() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            Loading into = loading.get(new TopicPartition(record.topic(), record.partition()));
            if (into != null) {
                load(into.work(), record);
            }
        }
        List<PartitionWork> done = new ArrayList<>();
        loading.forEach((partition, each) -> {
            if (consumer.position(partition) >= each.end()) {
                done.add(each.work());
            }
        });
        if (!done.isEmpty()) {
            done.forEach(work -> loading.remove(work.fenceTopic()));
            assign();
        }
        return done;
    }

    private void assign() {
        consumer.assign(loading.keySet());
    }

    private static void load(PartitionWork work, ConsumerRecord<byte[], byte[]> record) {
        FenceKey key = FenceKey.ofRecord(Taken.keyOf(record));
        if (record.value() == null) {
            work.fence().load(key, null);
            return;
        }
        try {
            work.fence().load(key, FenceEntry.read(record.value()));
        } catch (IllegalArgumentException e) {
            throw new UnreadableFenceException(record, e);
        }
    }

    /** The end of everything that was written, committed or not. */
    private long end(TopicPartition partition) {
        try {
            return admin.listOffsets(
                            Map.of(partition, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
