/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skald.HeaderNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts the steps of all agreements, from now on, as the log of agreements tells them: read by an ordinary consumer,
 * with nothing of Skald but the name of a header.
 */
final class Phases implements AutoCloseable {

    /**
     * How many agreements have come to where.
     *
     * @param trying the tries were asked for
     * @param confirming it was decided to confirm
     * @param cancelling it was decided to cancel
     * @param confirmed all sides have confirmed
     * @param refused all sides have cancelled
     */
    record Counts(long trying, long confirming, long cancelling, long confirmed, long refused) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        Counts plus(Counts more) {
            return new Counts(
                    trying + more.trying,
                    confirming + more.confirming,
                    cancelling + more.cancelling,
                    confirmed + more.confirmed,
                    refused + more.refused);
        }

        Counts minus(Counts less) {
            return plus(new Counts(-less.trying, -less.confirming, -less.cancelling, -less.confirmed, -less.refused));
        }
    }

    private static final Counts TRYING = new Counts(1, 0, 0, 0, 0);
    private static final Counts CONFIRMING = new Counts(0, 1, 0, 0, 0);
    private static final Counts CANCELLING = new Counts(0, 0, 1, 0, 0);
    private static final Counts CONFIRMED = new Counts(0, 0, 0, 1, 0);
    private static final Counts REFUSED = new Counts(0, 0, 0, 0, 1);

    private final ObjectMapper json = new ObjectMapper();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::run, "phases");
    private volatile boolean over;
    private volatile Counts counts = Counts.NONE;

    private Phases(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Begins to count what is written to a log. */
    static Phases watch(String bootstrapServers, String logTopic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(logTopic).stream()
                .map(info -> new TopicPartition(logTopic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        Phases phases = new Phases(consumer);
        phases.thread.start();
        return phases;
    }

    Counts counts() {
        return counts;
    }

    private void run() {
        try (consumer) {
            while (!over) {
                Counts now = counts;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    now = now.plus(step(record));
                }
                counts = now;
            }
        }
    }

    private Counts step(ConsumerRecord<byte[], byte[]> event) {
        String type =
                new String(event.headers().lastHeader(HeaderNames.EVENT_TYPE).value(), StandardCharsets.UTF_8);
        return switch (type) {
            case "Started" -> TRYING;
            case "Decided" -> text(event, "verdict").equals("CONFIRM") ? CONFIRMING : CANCELLING;
            case "Ended" -> text(event, "result").equals("CONFIRMED") ? CONFIRMED : REFUSED;
            default -> Counts.NONE;
        };
    }

    private String text(ConsumerRecord<byte[], byte[]> event, String field) {
        try {
            return json.readTree(event.value()).path(field).asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
