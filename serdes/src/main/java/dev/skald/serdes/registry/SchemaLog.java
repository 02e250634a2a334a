/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
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
        long end = UNKNOWN;
    }

    private static final Logger log = LoggerFactory.getLogger(SchemaLog.class);

    private static final long UNKNOWN = -1;

    /** How often to look for what others have written while nobody asks. */
    private static final Duration IDLE = Duration.ofSeconds(1);

    private static final Duration GLANCE = Duration.ofMillis(30);
    private static final Duration BUSY = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Catalog catalog;
    private final TopicPartition partition;
    private final Runnable topicCheck;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final BlockingQueue<Reader> asking = new LinkedBlockingQueue<>();
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
        asking.drainTo(waiting);
        waiting.forEach(reader -> reader.arrived.completeExceptionally(answer));
        waiting.clear();
    }

    private void read() {
        try (Consumer<byte[], byte[]> opened = consumers.get()) {
            opened.assign(List.of(partition));
            opened.seek(partition, next);
            consumer = opened;
            while (closing.getCount() > 0) {
                awaitReaders();
                findEnd(opened);
                release();
                opened.poll(waiting.isEmpty() ? GLANCE : BUSY).forEach(this::apply);
                next = opened.position(partition);
                problem = null;
                release();
            }
        } catch (WakeupException e) {
            // It is to be closed.
        } finally {
            consumer = null;
        }
    }

    /**
     * While nobody waits nothing is asked of the broker: a request that it holds back until there are records would
     * hold back the question for the end of the log too, because it answers one request of a connection at a time.
     */
    private void awaitReaders() {
        try {
            Reader reader = waiting.isEmpty() ? asking.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS) : asking.poll();
            if (reader != null) {
                waiting.add(reader);
                asking.drainTo(waiting);
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Finds out how far those must wait who have just come. */
    private void findEnd(Consumer<byte[], byte[]> opened) {
        if (waiting.stream().noneMatch(reader -> reader.end == UNKNOWN)) {
            return;
        }
        long end = opened.endOffsets(Set.of(partition)).getOrDefault(partition, 0L);
        for (Reader reader : waiting) {
            if (reader.end == UNKNOWN) {
                reader.end = end;
            }
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
        asking.add(new Reader());
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
