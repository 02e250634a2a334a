/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The properties of an embedded broker: Kafka's defaults, but small, quick to start, and alone. */
final class BrokerProperties {

    private BrokerProperties() {}

    static Map<String, String> of(Path directory, int port, int controllerPort) {
        Map<String, String> properties = new TreeMap<>();
        node(properties, directory, port, controllerPort);
        alone(properties);
        quick(properties);
        return properties;
    }

    private static void node(Map<String, String> properties, Path directory, int port, int controllerPort) {
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        properties.put("listeners", "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        properties.put("advertised.listeners", "BROKER://127.0.0.1:" + port);
        properties.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "BROKER");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("log.dirs", directory.resolve("data").toString());
        properties.put("auto.create.topics.enable", "false");
    }

    private static void alone(Map<String, String> properties) {
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        // Kafka's default would take 128 MiB of the heap at once.
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    }

    private static void quick(Map<String, String> properties) {
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.streams.initial.rebalance.delay.ms", "0");
        // Lets an application ask for the session time-out that the classic protocol lets it set by itself.
        properties.put("group.streams.min.session.timeout.ms", "6000");
        properties.put("group.streams.min.heartbeat.interval.ms", "1000");
        properties.put("group.streams.heartbeat.interval.ms", "1000");
        // What a killed process leaves open holds up whoever reads behind it, until it times out and this looks for it.
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // After kill -9 the node registers itself again only when its old session has timed out.
        properties.put("broker.session.timeout.ms", "3000");
        properties.put("broker.heartbeat.interval.ms", "500");
    }

    static Path write(Path directory, Map<String, String> properties) {
        Properties file = new Properties();
        file.putAll(properties);
        Path path = directory.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(path)) {
            file.store(writer, "embedded Kafka");
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's configuration could not be written to " + path, e);
        }
        return path;
    }
}
