/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import dev.skald.kafka.SkaldClient;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has: which application, through which brokers, and how long to wait. */
final class Connection {

    static final String VERBOSE = "--verbose";

    private static final String BOOTSTRAP_SERVERS = AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG;

    /** Whoever does not answer by then is not there. */
    private static final Duration FIRST_CONTACT = Duration.ofSeconds(10);

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            description = "A Kafka broker; several are separated by commas. Needed here or in the file of --config.")
    private @Nullable String bootstrapServer;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties of Kafka's clients, for security and whatever else they need.")
    private @Nullable Path file;

    @Option(names = "--application", required = true, paramLabel = "ID", description = "The application's id.")
    private String application = "";

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = Durations.class,
            description = "How long to wait for answers, such as 500ms, 30s or 5m (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(30);

    @SuppressWarnings("UnusedVariable") // Where failures are told, it is looked up in what was parsed.
    @Option(names = VERBOSE, description = "Tell more when something goes wrong.")
    private boolean verbose;

    /** The application. */
    String application() {
        return application;
    }

    /** How long to wait. */
    Duration timeout() {
        return timeout;
    }

    /** How the brokers are called in what operators are told. */
    String brokers() {
        return String.valueOf(config().get(BOOTSTRAP_SERVERS));
    }

    /** An administrator's connection. */
    Admin admin() {
        Map<String, Object> config = config();
        Duration patience = timeout.compareTo(FIRST_CONTACT) < 0 ? timeout : FIRST_CONTACT;
        int patienceMs = Math.toIntExact(patience.toMillis());
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patienceMs);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patienceMs);
        return connected(() -> Admin.create(config));
    }

    /** A client of the application. */
    SkaldClient client() {
        return connected(() ->
                SkaldClient.of(application).config(config()).timeout(timeout).connect());
    }

    private interface Connecting<T> {
        T connect();
    }

    /** Kafka's clients say “failed to construct”, and the reason only in what caused it. */
    private <T> T connected(Connecting<T> connecting) {
        try {
            return connecting.connect();
        } catch (KafkaException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw ToolException.usage(
                        "there can be no connection to %s: %s".formatted(brokers(), cause.getMessage()));
            }
            throw e;
        }
    }

    private Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>();
        if (file != null) {
            read(file).forEach((name, value) -> config.put(name.toString(), value));
        }
        if (bootstrapServer != null) {
            config.put(BOOTSTRAP_SERVERS, bootstrapServer);
        }
        if (!config.containsKey(BOOTSTRAP_SERVERS)) {
            throw ToolException.usage(
                    "expected --bootstrap-server HOST:PORT, or bootstrap.servers in the file of --config, but there is"
                            + " neither");
        }
        return config;
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw ToolException.usage("the file of --config, %s, does not exist".formatted(file));
        } catch (IOException | IllegalArgumentException e) {
            throw ToolException.usage("the file of --config, %s, cannot be read: %s".formatted(file, e.getMessage()));
        }
        return properties;
    }
}
