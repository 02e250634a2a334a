/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Baseline a: what the broker takes from a plain producer and gives to a plain consumer. */
final class RawWorkload implements Workload {

    private static final int BYTES = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "raw";
    }

    @Override
    public void run(Laboratory laboratory, Scale scale, Results results) {
        List<Double> produced = new ArrayList<>();
        List<Double> consumed = new ArrayList<>();
        for (int round = 0; round <= scale.rounds(); round++) {
            String topic = laboratory.newApplication("raw");
            laboratory.createTopic(topic);
            double producing = produce(laboratory, topic, scale.flood());
            double consuming = consume(laboratory, topic, scale.flood());
            // The first round warms up.
            if (round > 0) {
                produced.add(producing);
                consumed.add(consuming);
            }
        }
        results.add(name(), "a: producer", "records/s", new Samples(produced));
        results.add(name(), "a: consumer", "records/s", new Samples(consumed));
    }

    private static double produce(Laboratory laboratory, String topic, int records) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", laboratory.bootstrapServers(), "compression.type", "lz4", "linger.ms", 5);
        byte[] value = Meter.reading(BYTES);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.partitionsFor(topic);
            AtomicInteger lost = new AtomicInteger();
            long started = System.nanoTime();
            for (int i = 0; i < records; i++) {
                var unused = producer.send(
                        new ProducerRecord<>(topic, i % Setup.PARTITIONS, null, value),
                        (metadata, e) -> lost.addAndGet(e == null ? 0 : 1));
            }
            producer.flush();
            if (lost.get() > 0) {
                throw new IllegalStateException(lost + " records were not written");
            }
            return records / ((System.nanoTime() - started) / 1e9);
        }
    }

    /** Reads so many records of a topic; returns records per second. */
    static double consume(Laboratory laboratory, String topic, int records) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", laboratory.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int partition = 0; partition < Setup.PARTITIONS; partition++) {
                partitions.add(new TopicPartition(topic, partition));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            partitions.forEach(consumer::position);
            long started = System.nanoTime();
            int read = 0;
            while (read < records) {
                int more = consumer.poll(PATIENCE).count();
                if (more == 0) {
                    throw new IllegalStateException(
                            "expected %,d records in %s, but there are %,d".formatted(records, topic, read));
                }
                read += more;
            }
            return read / ((System.nanoTime() - started) / 1e9);
        }
    }
}
