/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.HeaderNames;
import dev.skald.internal.model.TextHeaders;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on one partition of the reply topic and hands each of the client's replies on. It has a thread of its own.
 *
 * <p>A client with a name commits how far it has come, under a group of its own, and goes on from there when it is
 * started again. There is no group membership: the partition is assigned by hand.
 */
final class ReplyReceiver implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyReceiver.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final byte[] clientId;
    private final boolean named;
    private final Handler handler;
    private volatile boolean closing;
    private long committedAt = System.nanoTime();
    private long committedPosition = -1;

    /** What the receiver calls, on its own thread. */
    interface Handler {

        /** A reply to this client. */
        void reply(String requestId, ConsumerRecord<byte[], byte[]> record);

        /** Some time has passed. */
        void tick();

        /** No more replies will come. */
        void broken(Throwable cause);
    }

    ReplyReceiver(
            KafkaConsumer<byte[], byte[]> consumer,
            TopicPartition partition,
            String clientId,
            boolean named,
            Handler handler) {
        this.consumer = consumer;
        this.partition = partition;
        this.clientId = clientId.getBytes(UTF_8);
        this.named = named;
        this.handler = handler;
    }

    /**
     * Finds where to begin: where this client left off, or else the end. Called once, before anything is sent, so that
     * no reply can lie before it.
     */
    void position(Duration timeout) {
        consumer.assign(List.of(partition));
        OffsetAndMetadata left =
                named ? consumer.committed(Set.of(partition), timeout).get(partition) : null;
        if (left == null) {
            consumer.seekToEnd(List.of(partition));
        } else {
            consumer.seek(partition, left);
        }
        long position = consumer.position(partition, timeout);
        if (named && left == null) {
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(position)), timeout);
        }
        committedPosition = position;
    }

    void close() {
        closing = true;
        consumer.wakeup();
    }

    @Override
    public void run() {
        try {
            while (!closing) {
                receive();
                handler.tick();
                commitNowAndThen();
            }
            commit();
        } catch (WakeupException e) {
            commit();
        } catch (KafkaException e) {
            LOG.error("the client {} can receive no more replies", new String(clientId, UTF_8), e);
            handler.broken(e);
        } finally {
            consumer.close();
        }
    }

    private void receive() {
        ConsumerRecords<byte[], byte[]> records;
        try {
            records = consumer.poll(POLL);
        } catch (RetriableException e) {
            LOG.warn("no replies for the moment: {}", e.toString());
            return;
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            // Other clients may listen on the same partition.
            if (Arrays.equals(record.key(), clientId)) {
                handler.reply(TextHeaders.getOr(record.headers(), HeaderNames.COMMAND_ID, ""), record);
            }
        }
    }

    private void commitNowAndThen() {
        if (System.nanoTime() - committedAt > COMMIT_NANOS) {
            committedAt = System.nanoTime();
            if (named && consumer.position(partition) != committedPosition) {
                committedPosition = consumer.position(partition);
                consumer.commitAsync(Map.of(partition, new OffsetAndMetadata(committedPosition)), (offsets, e) -> {
                    if (e != null) {
                        LOG.debug("will be committed again: {}", e.toString());
                    }
                });
            }
        }
    }

    private void commit() {
        if (named) {
            try {
                consumer.commitSync(
                        Map.of(partition, new OffsetAndMetadata(consumer.position(partition))), Duration.ofSeconds(5));
            } catch (KafkaException e) {
                LOG.warn(
                        "replies that were received may be received again by the next client of this name: {}",
                        e.toString());
            }
        }
    }
}
