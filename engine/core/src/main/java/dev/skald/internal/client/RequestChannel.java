/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.internal.command.CommandHeaders;
import dev.skald.internal.command.ReplyAddress;
import dev.skald.internal.command.Request;
import dev.skald.internal.model.Partitions;
import dev.skald.internal.model.TextHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends requests and waits for their answers. Safe for use by several threads. */
public final class RequestChannel implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final ClientSettings settings;
    private final UnclaimedReplies unclaimed;
    private final KafkaProducer<byte[], byte[]> producer;
    private final PendingRequests pending;
    private final ReplyAddress replyAddress;
    private final ReplyReceiver receiver;
    private final Thread receiverThread;
    private volatile @Nullable Throwable brokenBy;
    private volatile boolean closed;

    /** Hears of replies that nobody in this process waits for: to what an earlier client of this name has sent. */
    @FunctionalInterface
    public interface UnclaimedReplies {

        /** A reply that nobody waits for. Called on the receiver's thread. */
        void reply(String commandId, ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * Opens the channel; when this returns, replies are listened to.
     *
     * @throws KafkaException if the broker does not answer, or the reply topic does not exist
     */
    public RequestChannel(ClientSettings settings, UnclaimedReplies unclaimed) {
        this.settings = settings;
        this.unclaimed = unclaimed;
        this.pending = new PendingRequests(settings.mostInFlight());
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(consumerConfig(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            int partition = replyPartition(consumer);
            this.replyAddress = new ReplyAddress(settings.clientId(), partition);
            this.receiver = new ReplyReceiver(
                    consumer,
                    new TopicPartition(settings.topics().replies(), partition),
                    settings.clientId(),
                    settings.named(),
                    new Receiving());
            receiver.position(START_TIMEOUT);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        this.producer =
                new KafkaProducer<>(producerConfig(settings), new ByteArraySerializer(), new ByteArraySerializer());
        this.receiverThread = new Thread(receiver, "skald-replies-" + settings.clientId());
        receiverThread.setDaemon(true);
        receiverThread.start();
    }

    private int replyPartition(KafkaConsumer<byte[], byte[]> consumer) {
        String topic = settings.topics().replies();
        List<PartitionInfo> partitions = consumer.partitionsFor(topic, START_TIMEOUT);
        if (partitions == null || partitions.isEmpty()) {
            throw new KafkaException(
                    "expected the topic %s, but it does not exist: is the application %s running there?"
                            .formatted(topic, settings.topics().applicationId()));
        }
        return Partitions.of(settings.clientId().getBytes(UTF_8), partitions.size());
    }

    private static Map<String, Object> consumerConfig(ClientSettings settings) {
        Map<String, Object> config = new HashMap<>(settings.kafka());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(
                ConsumerConfig.GROUP_ID_CONFIG, settings.topics().applicationId() + "-client-" + settings.clientId());
        config.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, settings.clientId());
        return config;
    }

    private static Map<String, Object> producerConfig(ClientSettings settings) {
        Map<String, Object> config = new HashMap<>(settings.kafka());
        // Without these a command could be lost, sent twice, or overtake another one of its instance.
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, settings.clientId());
        return config;
    }

    /**
     * Sends a request. Waits for room if too many are in flight, except on the receiver's own thread.
     *
     * @param payload what to send
     * @param answer how to read the answer
     */
    public <T> CompletableFuture<T> send(Payload payload, Answer<T> answer) {
        long timeoutNanos = payload.timeout().toNanos();
        Pending<T> request = answer.pending(payload.request().commandId(), System.nanoTime() + timeoutNanos);
        if (!register(request, timeoutNanos)) {
            return request.future();
        }
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                payload.topic(), payload.request().instanceId().getBytes(UTF_8), payload.value());
        payload.extraHeaders().forEach(header -> record.headers().add(header));
        CommandHeaders.write(record.headers(), payload.request(), replyAddress);
        try {
            // The callback hears of what the future would tell.
            var unused = producer.send(record, (metadata, e) -> {
                if (e != null) {
                    abandon(request, e);
                }
            });
        } catch (RuntimeException e) {
            abandon(request, e);
        }
        return request.future();
    }

    /**
     * A request on its way.
     *
     * @param topic the topic of commands
     * @param request the request
     * @param value the command's bytes; null for a query
     * @param extraHeaders headers beside those of the request
     * @param timeout how long to wait for the answer
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes go to Kafka as they are.
    public record Payload(
            String topic, Request request, byte @Nullable [] value, Headers extraHeaders, Duration timeout) {

        /** A query, which has neither value nor further headers. */
        public static Payload query(String topic, Request request, Duration timeout) {
            return new Payload(topic, request, null, TextHeaders.none(), timeout);
        }
    }

    private boolean register(Pending<?> request, long timeoutNanos) {
        if (closed) {
            request.refuse(new IllegalStateException("the client is closed"));
            return false;
        }
        Throwable broken = brokenBy;
        if (broken != null) {
            request.refuse(new IllegalStateException("the client receives no more replies: " + broken, broken));
            return false;
        }
        if (Thread.currentThread() == receiverThread) {
            pending.addWithoutWaiting(request);
            return true;
        }
        try {
            if (pending.add(request, timeoutNanos)) {
                return true;
            }
            request.refuse(new IllegalStateException(
                    "not sent: %d requests were in flight all the time".formatted(settings.mostInFlight())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request.refuse(new InterruptException("interrupted while waiting for room", e));
        }
        return false;
    }

    private void abandon(Pending<?> request, Exception cause) {
        pending.remove(request);
        request.fail("it could not be sent, or it was not confirmed that it was: " + cause.getMessage(), cause);
    }

    /**
     * Checks that a thread may wait for an answer.
     *
     * @throws IllegalStateException on the thread that receives the answers
     */
    public void checkMayWait() {
        if (Thread.currentThread() == receiverThread) {
            throw new IllegalStateException("waiting for a reply inside the handling of another would wait for ever:"
                    + " continue with thenCompose, or hand over to another thread with whenCompleteAsync");
        }
    }

    /** Takes no more requests, waits so long for the answers to those in flight, and fails the rest. */
    public void close(Duration timeout) {
        closed = true;
        try {
            pending.awaitNone(timeout.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(timeout);
        receiver.close();
        try {
            receiverThread.join(START_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        failAll("the client was closed", null);
    }

    @Override
    public void close() {
        close(settings.timeout());
    }

    private void failAll(String why, @Nullable Throwable cause) {
        pending.removeIf(request -> true).forEach(request -> request.fail(why, cause));
    }

    /** Runs on the receiver's thread. */
    private final class Receiving implements ReplyReceiver.Handler {

        @Override
        public void reply(String requestId, ConsumerRecord<byte[], byte[]> record) {
            if (!pending.offer(requestId, record)) {
                unclaimed.reply(requestId, record);
            }
        }

        @Override
        public void tick() {
            long now = System.nanoTime();
            pending.removeIf(request -> request.isLate(now))
                    .forEach(request -> request.fail("no reply came in time", null));
        }

        @Override
        public void broken(Throwable cause) {
            brokenBy = cause;
            failAll("the client can receive no more replies", cause);
        }
    }
}
