/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.SnapshotPolicy;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.SkaldApplication;
import dev.skald.testing.ForkedJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;

/** A subject in a process of its own; it touches a file when it runs, and ends when it is asked to. */
final class SubjectProcess {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final int FIRST_OF_SETUP = 3;

    private SubjectProcess() {}

    /**
     * Runs a subject.
     *
     * @param arguments where the broker is, the directory for state, the file to touch, a {@link Setup}, and settings
     *     as {@code NAME=VALUE}
     */
    public static void main(String[] arguments) throws Exception {
        ForkedJvm.endWithParent();
        List<String> given = List.of(arguments);
        int afterSetup = FIRST_OF_SETUP + Setup.ARGUMENTS;
        Setup setup = Setup.parse(given.subList(FIRST_OF_SETUP, afterSetup));
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", given.get(0));
        config.put("state.dir", given.get(1));
        config.put("num.standby.replicas", 0);
        for (String setting : given.subList(afterSetup, given.size())) {
            int end = setting.indexOf('=');
            config.put(setting.substring(0, end), setting.substring(end + 1));
        }
        KafkaStreams streams =
                setup.subject().isSkald() ? skald(setup).start(config).streams() : startBaseline(setup, config);
        // Out of the group, so that the next start need not wait for a session to end.
        CloseOptions leaving = CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(Duration.ofSeconds(20));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> streams.close(leaving)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (streams.state() != KafkaStreams.State.RUNNING
                && streams.state() != KafkaStreams.State.ERROR
                && System.nanoTime() < deadline) {
            Thread.sleep(2);
        }
        if (streams.state() != KafkaStreams.State.RUNNING) {
            System.err.println("expected it to run, but it is " + streams.state());
            System.exit(1);
        }
        Files.createFile(Path.of(given.get(2)));
        Thread.currentThread().join();
    }

    /** Skald as its users get it. */
    static SkaldApplication skald(Setup setup) {
        SnapshotPolicy<byte[]> snapshots =
                setup.snapshotEvery() == 0 ? SnapshotPolicy.never() : SnapshotPolicy.every(setup.snapshotEvery());
        SkaldApplication.Builder application = SkaldApplication.named(setup.application())
                .partitions(Setup.PARTITIONS)
                .replyPartitions(Setup.PARTITIONS);
        AggregateType<byte[], byte[], byte[]> meters = Meter.type(setup.stateBytes(), snapshots);
        application.aggregate(meters);
        if (setup.subject() == Subject.AGREEMENTS) {
            Deal deal = Deal.of(setup.application());
            deal.sides().forEach(side -> application.participant(side, meters, Deal.RULES));
            application.tcc(deal.type());
        }
        return application.build();
    }

    private static KafkaStreams startBaseline(Setup setup, Map<String, Object> config) {
        Properties properties = new Properties();
        properties.putAll(config);
        properties.put("application.id", setup.application());
        properties.put("processing.guarantee", "exactly_once_v2");
        properties.put("default.key.serde", "org.apache.kafka.common.serialization.Serdes$ByteArraySerde");
        properties.put("default.value.serde", "org.apache.kafka.common.serialization.Serdes$ByteArraySerde");
        properties.put("producer.compression.type", "lz4");
        if (setup.subject() == Subject.STATE_TUNED) {
            properties.put("commit.interval.ms", 500);
            properties.put("producer.batch.size", 256 * 1024);
            properties.put("producer.linger.ms", 50);
            properties.put("statestore.cache.max.bytes", 64 * 1024 * 1024);
        }
        KafkaStreams streams = new KafkaStreams(Baseline.topology(setup), properties);
        streams.start();
        return streams;
    }
}
