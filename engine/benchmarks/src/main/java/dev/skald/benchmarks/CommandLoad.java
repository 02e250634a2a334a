/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.HeaderNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands and takes their replies, the same way to every subject: with a plain producer and a plain consumer,
 * and the headers that any client of Skald would write.
 *
 * <p>In a flood, up to {@value #IN_FLIGHT} commands wait for a reply. At a rate, commands are sent when they are due,
 * however late the replies are, and latency counts from when a command was due: nothing is omitted in coordination with
 * what is measured.
 */
final class CommandLoad implements AutoCloseable {

    static final int IN_FLIGHT = 50_000;

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int DIFFERENT_READINGS = 1024;

    private final Setup setup;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread receiver;
    private volatile Expected expected = new Expected(0, index -> {});
    private volatile @Nullable Throwable failure;
    private int runs;

    /** What the receiver listens for: the replies to one run. */
    private record Expected(int run, IntConsumer reply) {}

    CommandLoad(String bootstrapServers, Setup setup) {
        this.setup = setup;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0, "compression.type", "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < Setup.PARTITIONS; partition++) {
            partitions.add(new TopicPartition(setup.replyTopic(), partition));
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        receiver = new Thread(this::receive, "replies-" + setup.application());
        receiver.setDaemon(true);
        receiver.start();
    }

    private void receive() {
        try (consumer) {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> reply : consumer.poll(Duration.ofSeconds(1))) {
                    Header header = reply.headers().lastHeader(HeaderNames.COMMAND_ID);
                    CommandId id = CommandId.parse(new String(header.value(), ISO_8859_1));
                    Expected now = expected;
                    if (id.run() == now.run()) {
                        now.reply().accept(id.index());
                    }
                }
            }
        } catch (WakeupException e) {
            // Closed.
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /**
     * Sends commands as fast as their replies allow; returns commands per second.
     *
     * @param commands how many
     * @param keys whose
     * @param readingBytes how large each is
     */
    double flood(int commands, Keys keys, int readingBytes) {
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        byte[][] readings = readings(readingBytes);
        int run = begin(index -> inFlight.release());
        long started = System.nanoTime();
        for (int i = 0; i < commands; i++) {
            acquire(inFlight, 1);
            send(run, i, keys.next(), readings[i % DIFFERENT_READINGS]);
        }
        acquire(inFlight, IN_FLIGHT);
        return commands / ((System.nanoTime() - started) / 1e9);
    }

    /** Sends commands at a rate, on a schedule; returns their latencies in microseconds. */
    Histogram atRate(double perSecond, Duration duration, Keys keys, int readingBytes) {
        int commands = (int) Math.max(1, perSecond * duration.toNanos() / 1e9);
        Histogram micros = new Histogram(TimeUnit.MINUTES.toMicros(30), 3);
        byte[][] readings = readings(readingBytes);
        Semaphore replies = new Semaphore(0);
        double intervalNanos = 1e9 / perSecond;
        long started = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
        int run = begin(index -> {
            long due = started + (long) (index * intervalNanos);
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due));
            replies.release();
        });
        for (int i = 0; i < commands; i++) {
            sleepUntil(started + (long) (i * intervalNanos));
            send(run, i, keys.next(), readings[i % DIFFERENT_READINGS]);
        }
        acquire(replies, commands);
        return micros;
    }

    private int begin(IntConsumer reply) {
        expected = new Expected(++runs, reply);
        return runs;
    }

    private void send(int run, int index, byte[] key, byte[] reading) {
        ProducerRecord<byte[], byte[]> command = new ProducerRecord<>(setup.commandTopic(), key, reading);
        command.headers()
                .add(HeaderNames.COMMAND_ID, new CommandId(run, index).text().getBytes(ISO_8859_1))
                .add(HeaderNames.REPLY_TO, ReplyTo.name(index))
                .add(HeaderNames.REPLY_PARTITION, ReplyTo.partitionText(index));
        var unused = producer.send(command, (metadata, e) -> {
            if (e != null) {
                failure = e;
            }
        });
    }

    private void acquire(Semaphore semaphore, int permits) {
        try {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!semaphore.tryAcquire(permits, 1, TimeUnit.SECONDS)) {
                Throwable cause = failure;
                if (cause != null || System.nanoTime() > deadline) {
                    throw new IllegalStateException("no replies from " + setup, cause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void sleepUntil(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = nanoTime - System.nanoTime();
        }
    }

    private static byte[][] readings(int bytes) {
        byte[][] readings = new byte[DIFFERENT_READINGS][];
        for (int i = 0; i < readings.length; i++) {
            readings[i] = Meter.reading(bytes);
        }
        return readings;
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            receiver.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }

    /** Which instance the next command goes to. */
    @FunctionalInterface
    interface Keys {

        /** Its id. */
        byte[] next();

        private static byte[] id(int number) {
            return ("meter-" + number).getBytes(UTF_8);
        }

        /** All of so many, one after the other. */
        static Keys uniform(int instances) {
            byte[][] ids = ids(instances);
            int[] next = {0};
            return () -> ids[next[0]++ % instances];
        }

        /** Some much more often than others, by Zipf's law with exponent 1. */
        static Keys zipf(int instances, long seed) {
            byte[][] ids = ids(instances);
            double[] cumulated = new double[instances];
            double sum = 0;
            for (int rank = 0; rank < instances; rank++) {
                sum += 1.0 / (rank + 1);
                cumulated[rank] = sum;
            }
            double total = sum;
            var random = new java.util.SplittableRandom(seed);
            return () -> {
                int found = java.util.Arrays.binarySearch(cumulated, random.nextDouble() * total);
                return ids[Math.min(instances - 1, found < 0 ? -found - 1 : found)];
            };
        }

        private static byte[][] ids(int instances) {
            byte[][] ids = new byte[instances][];
            for (int i = 0; i < instances; i++) {
                ids[i] = id(i);
            }
            return ids;
        }
    }
}
