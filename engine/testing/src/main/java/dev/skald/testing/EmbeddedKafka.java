/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker (KRaft, one node) in a process of its own, on loopback and a free port.
 *
 * <p>It is made of Kafka's own artifacts on the class path of whoever starts it, and is ready in a few seconds. It can
 * be killed as by {@code kill -9} and started again on its data and port. It ends with the process that started it,
 * even if that is killed. Safe for use by several threads.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
    private static final int MOST_PORTS_TRIED = 3;

    private final Path directory;
    private final boolean temporary;
    private final Map<String, String> given;
    private final int givenPort;
    private Ports ports;
    private @Nullable ForkedJvm process;

    private EmbeddedKafka(Builder builder) {
        this.temporary = builder.directory == null;
        this.directory = builder.directory == null
                ? TemporaryDirectory.create("skald-kafka-").path()
                : absolute(builder.directory);
        this.given = new TreeMap<>(builder.properties);
        this.givenPort = builder.port;
        this.ports = Ports.free(givenPort);
    }

    /** Starts a broker on data of its own, which are deleted when it is closed. */
    public static EmbeddedKafka start() {
        return builder().start();
    }

    /** Begins a broker with settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where clients connect. */
    public String bootstrapServers() {
        return "127.0.0.1:" + ports.broker();
    }

    /** The id of the broker's process. */
    public synchronized long pid() {
        if (process == null) {
            throw new IllegalStateException("the broker does not run");
        }
        return process.pid();
    }

    /** Kills the broker as {@code kill -9} does, and waits until it is gone. Its data stay. */
    public synchronized void kill() {
        if (process != null) {
            process.kill();
            process = null;
        }
    }

    /** Stops the broker in order, and waits until it is gone. Its data stay. */
    public synchronized void stop() {
        if (process != null) {
            process.stop(STOP_TIMEOUT);
            process = null;
        }
    }

    /** Starts the broker again, on its data and its port, and waits until it answers. */
    public synchronized void restart() {
        if (process != null) {
            throw new IllegalStateException("the broker runs: stop() or kill() it first");
        }
        launch();
    }

    /**
     * A free port is free only until somebody else takes it, which the time that a broker needs to start is enough for.
     * Nobody knows the port of a new broker yet: it can have another one.
     */
    private synchronized EmbeddedKafka launchFirst() {
        for (int attempt = 1; ; attempt++) {
            try {
                launch();
                return this;
            } catch (IllegalStateException e) {
                boolean taken = String.valueOf(e.getMessage()).contains("Address already in use");
                if (!taken || attempt == MOST_PORTS_TRIED) {
                    throw e;
                }
                ports = Ports.free(givenPort);
            }
        }
    }

    /** Kills the broker; deletes its data unless a directory was given for them. */
    @Override
    public synchronized void close() {
        if (temporary) {
            kill();
            new TemporaryDirectory(directory).delete();
        } else {
            stop();
        }
    }

    private void launch() {
        Map<String, String> properties = BrokerProperties.of(directory, ports.broker(), ports.controller());
        properties.putAll(given);
        Path config = BrokerProperties.write(directory, properties);
        ForkedJvm starting = ForkedJvm.start(
                directory.resolve("broker.log"),
                BrokerProcess.class,
                List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
                List.of(config.toString()));
        process = starting;
        awaitReady(starting);
    }

    private void awaitReady(ForkedJvm starting) {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!answers()) {
            if (starting.endsWithin(Duration.ofMillis(50)) || System.nanoTime() > deadline) {
                String problem = starting.isAlive() ? "did not answer within " + START_TIMEOUT : "ended at once";
                starting.kill();
                process = null;
                throw new IllegalStateException(
                        "the broker %s; the end of its output:%n%s".formatted(problem, starting.endOfOutput()));
            }
        }
    }

    private boolean answers() {
        if (!portIsOpen()) {
            return false;
        }
        Map<String, Object> config = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                2000,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                1000);
        try (Admin admin = Admin.create(config)) {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker started", e);
        }
    }

    /** Asked first, because the admin client logs every refused connection. */
    private boolean portIsOpen() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.broker())) {
            // Or this very socket was given the port while nobody listened there, and talks to itself.
            return socket.getLocalPort() != ports.broker();
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the broker listens for clients, and where for itself. */
    private record Ports(int broker, int controller) {

        static Ports free(int givenPort) {
            // Both at once, or they could be the same.
            try (ServerSocket one = new ServerSocket(givenPort, 1, InetAddress.getLoopbackAddress());
                    ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return new Ports(one.getLocalPort(), other.getLocalPort());
            } catch (IOException e) {
                throw new UncheckedIOException(
                        givenPort == 0 ? "no free port" : "port %d is not free".formatted(givenPort), e);
            }
        }
    }

    private static Path absolute(Path given) {
        try {
            return Files.createDirectories(given).toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for the broker's data at " + given, e);
        }
    }

    /** Collects the settings of a broker; all have defaults. */
    public static final class Builder {

        private @Nullable Path directory;
        private int port;
        private final Map<String, String> properties = new TreeMap<>();

        private Builder() {}

        /** Where the data are kept, also after the broker is closed; by default in a temporary directory. */
        public Builder directory(Path path) {
            directory = path;
            return this;
        }

        /** The port; by default a free one. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** A property of the broker, under Kafka's own name. */
        public Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /**
         * Starts the broker and waits until it answers.
         *
         * @throws IllegalStateException with the end of the broker's log if it does not within 60 s
         */
        public EmbeddedKafka start() {
            return new EmbeddedKafka(this).launchFirst();
        }
    }
}
