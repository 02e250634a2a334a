/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import dev.skald.kafka.AggregateType;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Command;
import dev.skald.testing.account.Account.Event;
import dev.skald.testing.account.Account.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An application of accounts on a broker, under a name of its own and with a directory of its own. */
final class Bank implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedKafka kafka;
    private final String name = "bank-" + UUID.randomUUID().toString().substring(0, 8);
    private final AggregateType<State, Command, Event> accounts;
    private final UnaryOperator<SkaldApplication.Builder> settings;
    private final Map<String, Object> config = new HashMap<>();
    private final Path directory;

    Bank(EmbeddedKafka kafka) {
        this(kafka, Account.TYPE, builder -> builder);
    }

    Bank(
            EmbeddedKafka kafka,
            AggregateType<State, Command, Event> accounts,
            UnaryOperator<SkaldApplication.Builder> settings) {
        this.kafka = kafka;
        this.accounts = accounts;
        this.settings = settings;
        this.directory = temporaryDirectory();
        config.put("bootstrap.servers", kafka.bootstrapServers());
        config.put("state.dir", directory.toString());
        // One thread of execution less to be moved about in tests that do not ask for it.
        config.put("num.standby.replicas", 0);
    }

    Bank with(String key, Object value) {
        config.put(key, value);
        return this;
    }

    String name() {
        return name;
    }

    Path directory() {
        return directory;
    }

    Map<String, Object> config() {
        return config;
    }

    SkaldApplication application() {
        return settings.apply(SkaldApplication.named(name).aggregate(accounts).partitions(4))
                .build();
    }

    RunningApplication start() {
        return application().start(config).awaitRunning(PATIENCE);
    }

    SkaldClient.Builder client() {
        return SkaldClient.of(name).bootstrapServers(kafka.bootstrapServers());
    }

    SkaldClient connect() {
        return client().connect();
    }

    /** Deletes what the stopped application has on this machine, as the loss of its disk would. */
    void loseDisk() {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("skald-bank-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        loseDisk();
    }
}
