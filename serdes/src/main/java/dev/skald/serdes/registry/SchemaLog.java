/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic of schemas from its beginning into a {@link Catalog}, and stays at its end. One thread owns the
 * consumer; others may wait until it has read what was there when they asked. While the broker cannot be reached it
 * keeps trying, and the catalog keeps what it has.
 */
final class SchemaLog implements AutoCloseable {

    /** Somebody who waits until the log is read up to an offset, once that is known. */
    private static final class Reader {
        final CompletableFuture<Void> arrived = new CompletableFuture<>();
        long end;
    }

    private static final Logger log = LoggerFactory.getLogger(SchemaLog.class);

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration BUSY = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Catalog catalog;
    private final TopicPartition partition;
    private final Runnable topicCheck;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Queue<Reader> asking = new ConcurrentLinkedQueue<>();
    private final List<Reader> waiting = new ArrayList<>();
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile @Nullable KafkaException problem;
    private long next;

    /**
     * Begins to read.
     *
     * @param topicCheck makes sure that the topic is as it must be; called before reading, and again after an error
     * @param consumers opens a consumer that reads committed records only
     */
    SchemaLog(Catalog catalog, String topic, Runnable topicCheck, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.catalog = catalog;
        this.partition = new TopicPartition(topic, 0);
        this.topicCheck = topicCheck;
        this.consumers = consumers;
        this.thread = new Thread(this::run, "schema-log-" + topic);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Returns when everything is in the catalog that was committed before the call.
     *
     * @throws RegistryUnreachableException if that takes longer than the time-out
     */
    void catchUp(Duration timeout) {
        Reader reader = new Reader();
        asking.add(reader);
        Consumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            reader.arrived.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            KafkaException cause = problem;
            reader.arrived.cancel(false);
            throw new RegistryUnreachableException(
                    catalog.name(),
                    "it could not be read to its end within %s%s"
                            .formatted(timeout, cause == null ? "" : ", last problem: " + cause.getMessage()),
                    cause);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SchemaRegistryException known
                    ? known
                    : new RegistryFailureException(catalog.name(), String.valueOf(e.getCause()), null, e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void run() {
        while (closing.getCount() > 0) {
            try {
                topicCheck.run();
                read();
            } catch (InterruptException e) {
                return;
            } catch (KafkaException e) {
                report(e);
            } catch (RuntimeException e) {
                report(new KafkaException(e));
            }
        }
    }

    private void report(KafkaException e) {
        if (closing.getCount() == 0) {
            return;
        }
        problem = e;
        log.warn("reading {} failed, trying again: {}", catalog.name(), e.toString());
        refuse(e);
        try {
            closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells those who wait what waiting will not mend. */
    private void refuse(KafkaException e) {
        SchemaRegistryException answer;
        if (e instanceof SchemaRegistryException known) {
            answer = known;
        } else if (e instanceof AuthenticationException || e instanceof AuthorizationException) {
            answer = KafkaAccess.refused(catalog.name(), partition.topic(), e);
        } else {
            return;
        }
        waiting.forEach(reader -> reader.arrived.completeExceptionally(answer));
        waiting.clear();
        for (Reader reader = asking.poll(); reader != null; reader = asking.poll()) {
            reader.arrived.completeExceptionally(answer);
        }
    }

    private void read() {
        try (Consumer<byte[], byte[]> opened = consumers.get()) {
            opened.assign(List.of(partition));
            opened.seek(partition, next);
            consumer = opened;
            while (closing.getCount() > 0) {
                try {
                    welcome(opened);
                    release();
                    opened.poll(waiting.isEmpty() ? IDLE : BUSY).forEach(this::apply);
                    next = opened.position(partition);
                    problem = null;
                    release();
                } catch (WakeupException e) {
                    // Somebody asks, or closes.
                }
            }
        } finally {
            consumer = null;
        }
    }

    /** Finds out how far those who have just asked must wait. They stay in the queue until that is known. */
    private void welcome(Consumer<byte[], byte[]> opened) {
        List<Reader> asked = List.copyOf(asking);
        if (asked.isEmpty()) {
            return;
        }
        long end = opened.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
        for (Reader reader : asked) {
            reader.end = end;
            waiting.add(reader);
            asking.remove(reader);
        }
    }

    private void release() {
        for (Iterator<Reader> readers = waiting.iterator(); readers.hasNext(); ) {
            Reader reader = readers.next();
            if (reader.end <= next || reader.arrived.isDone()) {
                reader.arrived.complete(null);
                readers.remove();
            }
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        try {
            RegisteredSchema registered = SchemaRecord.read(record);
            if (!catalog.add(registered)) {
                log.error(
                        "offset {} of {} contradicts what was there before and is left out: {}",
                        record.offset(),
                        catalog.name(),
                        registered);
            }
        } catch (IllegalArgumentException e) {
            log.error(
                    "offset {} of {} is no schema and is left out: {}", record.offset(), catalog.name(), e.toString());
        }
    }

    @Override
    public void close() {
        closing.countDown();
        Consumer<byte[], byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
