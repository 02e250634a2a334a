/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.kafka.TccWorker;
import dev.skald.testing.ForkedJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One instance of the agency's application, in a process of its own: coordinator, participants and a rental desk. */
final class Office {

    /** As long as a process that is killed may take to come back. */
    private static final Duration GARAGE_TIMEOUT = Duration.ofSeconds(15);

    private Office() {}

    /** Starts an instance that keeps its state in a directory, and writes beside it what it has to say. */
    static ForkedJvm start(Path directory, String bootstrapServers) {
        return ForkedJvm.start(
                directory.resolveSibling(directory.getFileName() + ".log"),
                Office.class,
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
                List.of(directory.toString(), bootstrapServers));
    }

    /** Runs the instance until it is stopped or killed. */
    public static void main(String[] arguments) {
        ForkedJvm.endWithParent();
        Map<String, Object> config = new HashMap<>();
        config.put("state.dir", arguments[0]);
        config.put("bootstrap.servers", arguments[1]);
        // What a dead process had is restored by the next one from Kafka; for so little, nobody need stand by.
        config.put("num.standby.replicas", 0);
        RunningApplication running = Agency.application().start(config);
        SkaldClient garages = SkaldClient.of(Agency.ID)
                .bootstrapServers(arguments[1])
                .timeout(GARAGE_TIMEOUT)
                .connect();
        TccWorker desk = RentalDesk.open(garages, arguments[1]);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(desk, garages, running), "close"));
        running.awaitStop();
    }

    private static void close(TccWorker desk, SkaldClient garages, RunningApplication running) {
        desk.close();
        garages.close();
        running.close();
    }
}
