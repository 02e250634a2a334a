/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Appends versions, while it is the only one that may. All processes write under one transactional id: whoever
 * {@link #takeOver takes over} shuts out whoever did before, so that nothing can be appended between reading the log to
 * its end and appending to it. Used by one thread at a time.
 */
final class SchemaWriter implements AutoCloseable {

    private final String topic;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private @Nullable Producer<byte[], byte[]> producer;

    /** @param producers opens a producer with {@link #transactionalId} */
    SchemaWriter(String topic, Supplier<Producer<byte[], byte[]>> producers) {
        this.topic = topic;
        this.producers = producers;
    }

    static String transactionalId(String topic) {
        return topic + "-registrar";
    }

    /** Whether this took over and has not been closed since; another may have taken over after it. */
    boolean tookOver() {
        return producer != null;
    }

    /**
     * Makes this the writer, if it has not become so already. When this returns, what others have written is either
     * committed or will never be.
     */
    void takeOver() {
        if (producer == null) {
            producer = producers.get();
            producer.initTransactions();
        }
    }

    /**
     * Appends a version, for good when this returns. If it throws, the version may be in the log or not; the next to
     * take over can tell.
     *
     * @throws KafkaException if another writer has taken over, among others
     */
    void append(RegisteredSchema registered) {
        Producer<byte[], byte[]> current = producer;
        if (current == null) {
            throw new IllegalStateException("expected a writer that has taken over, but it has not");
        }
        current.beginTransaction();
        Future<RecordMetadata> sent = current.send(SchemaRecord.write(topic, registered));
        current.commitTransaction();
        await(sent);
    }

    private static void await(Future<RecordMetadata> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Gives up being the writer. What is not committed is left to the next who takes over. */
    @Override
    public void close() {
        Producer<byte[], byte[]> current = producer;
        producer = null;
        if (current != null) {
            current.close(Duration.ZERO);
        }
    }
}
