/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Follows the topic of keys from its beginning, on a thread of its own, and tells whoever asks when it has seen all
 * that was there at the time of asking.
 */
final class KeyTail implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration HURRY = Duration.ofMillis(100);
    private static final long BACKOFF_MS = 200;

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final KeyTable table;
    private final Consumer<KeyRecord.Name> revived;
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    /**
     * Creates the tail; nothing happens before {@link #start}.
     *
     * @param revived told on the tail's thread of keys that were written after their tombstones
     */
    KeyTail(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            String topic,
            KeyTable table,
            Consumer<KeyRecord.Name> revived) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, 0);
        this.table = table;
        this.revived = revived;
        this.thread = new Thread(this::run, "skald-personal-keys-" + topic);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Is done when everything that is in the topic now has been seen; fails if the topic cannot be read. */
    CompletableFuture<Void> catchUp() {
        CompletableFuture<Void> future = new CompletableFuture<>();
        waiting.add(future);
        if (isStopped()) {
            fail(new IllegalStateException("the keys are closed"));
        } else {
            consumer.wakeup();
        }
        return future;
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    private void run() {
        try {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (!isStopped()) {
                follow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stop.countDown();
            fail(new IllegalStateException("the keys are closed"));
            consumer.close();
        }
    }

    private void follow() throws InterruptedException {
        try {
            poll(IDLE);
            int asked = waiting.size();
            if (asked > 0) {
                reachEnd();
                complete(asked);
            }
        } catch (WakeupException e) {
            // Somebody asks, or the end has come: the loop sees which.
        } catch (RuntimeException e) {
            fail(e);
            Thread.sleep(BACKOFF_MS);
        }
    }

    private void complete(int first) {
        for (int i = 0; i < first; i++) {
            CompletableFuture<Void> future = waiting.poll();
            if (future != null) {
                future.complete(null);
            }
        }
    }

    private void reachEnd() {
        Long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (end != null && consumer.position(partition) < end && !isStopped()) {
            poll(HURRY);
        }
    }

    private void poll(Duration timeout) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            take(record.key(), record.value());
        }
    }

    private void take(byte @Nullable [] key, byte @Nullable [] value) {
        KeyRecord.Name name = KeyRecord.Name.parse(key);
        if (name == null) {
            return; // Whatever it is, nothing was encrypted with it.
        }
        if (value == null) {
            table.forget(name);
        } else if (!table.put(KeyRecord.parse(name, value))) {
            revived.accept(name);
        }
    }

    private void fail(RuntimeException reason) {
        for (CompletableFuture<Void> future = waiting.poll(); future != null; future = waiting.poll()) {
            future.completeExceptionally(reason);
        }
    }

    @Override
    public void close() {
        stop.countDown();
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
