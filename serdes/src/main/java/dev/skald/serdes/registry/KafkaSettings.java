/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What a registry in a topic is told.
 *
 * @param topic where the schemas are
 * @param level what a schema must satisfy to follow others
 * @param timeout how long to wait for the log to be read to its end
 * @param connection how to reach the broker: what of the surrounding client's configuration is about that
 */
record KafkaSettings(String topic, CompatibilityLevel level, Duration timeout, Map<String, Object> connection) {

    static final String SCHEME = "kafka://";
    static final String LEVEL = "schema.compatibility.level";
    static final String OVERRIDES = Settings.PREFIX + "kafka.";

    private static final String DEFAULT_TOPIC = "skald-schemas";

    KafkaSettings {
        connection = Map.copyOf(connection);
    }

    static KafkaSettings of(String url, Map<String, ?> configs) {
        String topic = url.substring(SCHEME.length()).replaceAll("/+$", "");
        String level = new Settings(configs).exact(LEVEL);
        Map<String, Object> connection = new TreeMap<>();
        configs.forEach((name, value) -> {
            if (value != null && AdminClientConfig.configNames().contains(name)) {
                connection.put(name, value);
            }
        });
        // The names under which the surrounding client appears are its own.
        connection.keySet().removeAll(Set.of("client.id", "metric.reporters", "bootstrap.controllers"));
        configs.forEach((name, value) -> {
            if (value != null && name.startsWith(OVERRIDES)) {
                connection.put(name.substring(OVERRIDES.length()), value);
            }
        });
        if (!connection.containsKey(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException(("expected bootstrap.servers, because %s is %s, but it is absent;"
                            + " give the serde the configuration of its client")
                    .formatted(SchemaRegistries.URL, url));
        }
        Settings ofConnection = new Settings(connection);
        return new KafkaSettings(
                topic.isEmpty() ? DEFAULT_TOPIC : topic,
                level == null ? CompatibilityLevel.BACKWARD : CompatibilityLevel.named(level),
                ofConnection.millis(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Duration.ofSeconds(30), 1),
                connection);
    }

    /** What errors call the registry. */
    String name() {
        return "%s%s at %s".formatted(SCHEME, topic, connection.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
    }

    Admin admin() {
        return Admin.create(clientOf(AdminClientConfig.configNames(), "admin"));
    }

    Consumer<byte[], byte[]> consumer() {
        Map<String, Object> config = clientOf(ConsumerConfig.configNames(), "log");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    Producer<byte[], byte[]> producer() {
        Map<String, Object> config = clientOf(ProducerConfig.configNames(), "registrar");
        int patience = Math.toIntExact(timeout.toMillis());
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, SchemaWriter.transactionalId(topic));
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, patience);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // Who takes over waits for the end of what it interrupts, and that is near.
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 20);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> clientOf(Set<String> known, String role) {
        Map<String, Object> config = new HashMap<>(connection);
        config.keySet().retainAll(known);
        config.put(AdminClientConfig.CLIENT_ID_CONFIG, topic + "-" + role);
        return config;
    }
}
