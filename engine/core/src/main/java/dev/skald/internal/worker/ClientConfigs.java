/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What a worker needs of its Kafka clients' configuration, and why. */
final class ClientConfigs {

    /** Less than Kafka's 45 s, so that after the death of a process its work goes on soon. */
    private static final int SESSION_TIMEOUT_MS = 6_000;

    private static final int HEARTBEAT_INTERVAL_MS = 2_000;

    /**
     * A Kafka transaction here lasts milliseconds. What a process leaves open when it is killed keeps whoever takes
     * over waiting for so long.
     */
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    /** Each failure is tried again by the worker itself, which has to see to its group in between. */
    private static final int MAX_BLOCK_MS = 15_000;

    /** The broker may still be writing the markers of the transaction before, which takes a few milliseconds. */
    private static final int RETRY_BACKOFF_MS = 5;

    private ClientConfigs() {}

    /** Takes the requests. */
    static Map<String, Object> requests(WorkerSettings settings) {
        Map<String, Object> config = reader(settings.kafka());
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // What stays with a worker goes on while others come and go.
        config.putIfAbsent(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        config.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_INTERVAL_MS);
        return config;
    }

    /** Reads the fence. */
    static Map<String, Object> fence(WorkerSettings settings) {
        Map<String, Object> config = reader(settings.kafka());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return config;
    }

    private static Map<String, Object> reader(Map<String, Object> given) {
        Map<String, Object> config = new HashMap<>(given);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return config;
    }

    /** Writes. */
    static Map<String, Object> producer(WorkerSettings settings, String transactionalId) {
        Map<String, Object> config = new HashMap<>(settings.kafka());
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        config.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        config.putIfAbsent(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MS);
        config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        return config;
    }
}
