/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.kafka.TccType;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.TccParticipant;
import dev.skald.testing.EmbeddedKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * An application of its own whose agreements need repair: a visit is an agreement of two gates, and a gate takes
 * reservations at any time, but confirms them only when it is open.
 */
final class Gates implements AutoCloseable {

    private static final int PARTITIONS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Serde<String> TEXT = Serdes.String();

    private static final TccParticipant<String, String, String> PARTICIPANT = new TccParticipant<>() {
        @Override
        public Decision<String> reserve(String gate, String tccId, String visitor) {
            return Decision.accept("reserved for " + visitor);
        }

        @Override
        public Decision<String> confirm(String gate, String tccId, String visitor) {
            return gate.equals("open")
                    ? Decision.accept("entered by " + visitor)
                    : Decision.reject("closed", "expected an open gate, but it is closed");
        }

        @Override
        public Decision<String> cancel(String gate, String tccId, String visitor) {
            return Decision.accept("given up by " + visitor);
        }
    };

    /** Its commands are what is to happen; of all that happens, only opening changes it. */
    private static final AggregateType<String, String, String> TYPE = AggregateType.named(
                    "gate",
                    Decider.<String, String, String>of(
                            "closed",
                            (gate, command) -> Decision.accept(command),
                            (gate, event) -> event.equals("open") ? "open" : gate))
            .commands(TEXT)
            .events(TEXT)
            .states(TEXT)
            .build();

    private final Path directory;
    private final ParticipantType<String> gates;
    private final TccType visit;
    private final RunningApplication running;
    private final SkaldClient client;
    final String name = "gates-" + UUID.randomUUID().toString().substring(0, 8);
    final String bootstrapServers;

    Gates(EmbeddedKafka kafka) {
        this.bootstrapServers = kafka.bootstrapServers();
        this.gates = ParticipantType.named(name, TEXT).withPartitions(PARTITIONS);
        this.visit = TccType.named("visit").participant(gates).build();
        Map<String, Object> config = new HashMap<>();
        try {
            directory = Files.createTempDirectory("skald-gates-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        config.put("bootstrap.servers", bootstrapServers);
        config.put("state.dir", directory.toString());
        config.put("num.standby.replicas", 0);
        running = SkaldApplication.named(name)
                .partitions(PARTITIONS)
                .aggregate(TYPE)
                .participant(gates, TYPE, PARTICIPANT)
                .tcc(visit)
                .build()
                .start(config)
                .awaitRunning(PATIENCE);
        client = SkaldClient.of(name).bootstrapServers(bootstrapServers).connect();
    }

    /** Opens a gate, for good. */
    void open(String gate) {
        client.sendAndWait(TYPE, gate, "open").orElseThrow();
    }

    /** Visits through two gates. */
    Outcome visit(String id, String front, String back) {
        return client.tcc()
                .start(visit.request(id).ask("front", gates, front, "Ann").ask("back", gates, back, "Ann"))
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() {
        client.close();
        running.close();
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
