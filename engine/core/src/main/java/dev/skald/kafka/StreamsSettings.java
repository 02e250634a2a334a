/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import dev.skald.internal.pacing.InputInterceptor;
import dev.skald.internal.pacing.InputMonitor;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.jspecify.annotations.Nullable;

/** What an application needs of Kafka Streams' configuration, and why. */
final class StreamsSettings {

    /** Deprecated in Streams only because it will be the default; without it Streams warns at each start. */
    private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

    private static final String ADMIN_TIMEOUT_MS = "10000";

    private static final int DEFAULT_MAX_REQUEST_BYTES = 1024 * 1024;

    /** Less than Streams' 45 s, so that after the death of a process its work goes on within 15 s. */
    private static final int SESSION_TIMEOUT_MS = 6_000;

    private static final int HEARTBEAT_INTERVAL_MS = 2_000;

    /** How long a commit that had to wait may go unnoticed when the input falls silent. */
    private static final int POLL_MS = 10;

    /**
     * The first record after a commit is refused while the broker still writes the markers of the transaction before
     * (CONCURRENT_TRANSACTIONS), which takes a few milliseconds; a client's 100 ms of waiting would be the answer's
     * latency. The producer doubles it at each try, up to {@code retry.backoff.max.ms}.
     */
    private static final int RETRY_BACKOFF_MS = 5;

    /** Kafka's 16 KiB are full after some fifty events; each batch costs a buffer, a compressor and a wake-up. */
    private static final int BATCH_BYTES = 128 * 1024;

    private StreamsSettings() {}

    static Properties complete(
            String applicationId, String deadLetterTopic, Map<String, ?> config, @Nullable InputMonitor input) {
        Map<String, Object> settings = new HashMap<>(config);
        fixed(settings, StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        fixed(settings, StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        boolean classic = !usesStreamsProtocol(settings);
        if (classic) {
            // Under the streams protocol these are settings of the group, and the broker has them: GroupSettings.
            settings.putIfAbsent(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, 1);
            consumer(settings, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
            consumer(settings, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_INTERVAL_MS);
        }
        settings.putIfAbsent(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        settings.putIfAbsent(GLOBAL_HANDLER, true);
        // What cannot be read in a user's own part of the topology is not lost either.
        settings.putIfAbsent(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, deadLetterTopic);
        settings.putIfAbsent(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        settings.putIfAbsent(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        producer(settings, ProducerConfig.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MS);
        producer(settings, ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        if (input != null) {
            settings.putIfAbsent(StreamsConfig.POLL_MS_CONFIG, POLL_MS);
            intercept(settings, input);
        }
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    /**
     * Adds what holds when there is nothing in the topology but aggregates and agreements: no task has to wait for one
     * input before it processes another, and Streams need not look whether there is something to wait for.
     */
    static Map<String, Object> aggregatesOnly(Map<String, ?> config) {
        Map<String, Object> settings = new HashMap<>(config);
        settings.putIfAbsent(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        return settings;
    }

    private static boolean usesStreamsProtocol(Map<String, Object> settings) {
        return "streams".equalsIgnoreCase(String.valueOf(settings.get(StreamsConfig.GROUP_PROTOCOL_CONFIG)));
    }

    private static void fixed(Map<String, Object> settings, String name, String value) {
        Object given = settings.put(name, value);
        if (given != null && !given.equals(value)) {
            throw new ConfigException(name, given, "for this application it is always " + value);
        }
    }

    private static void consumer(Map<String, Object> settings, String name, Object value) {
        if (!settings.containsKey(name) && !settings.containsKey(StreamsConfig.mainConsumerPrefix(name))) {
            settings.putIfAbsent(StreamsConfig.consumerPrefix(name), value);
        }
    }

    private static void producer(Map<String, Object> settings, String name, Object value) {
        if (!settings.containsKey(name)) {
            settings.putIfAbsent(StreamsConfig.producerPrefix(name), value);
        }
    }

    private static void intercept(Map<String, Object> settings, InputMonitor input) {
        String name = StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        String ours = InputInterceptor.class.getName();
        settings.merge(name, ours, (given, added) -> given + "," + added);
        settings.put(StreamsConfig.mainConsumerPrefix(InputMonitor.CONFIG), input);
    }

    static Map<String, Object> forAdmin(StreamsConfig streams) {
        String applicationId = streams.getString(StreamsConfig.APPLICATION_ID_CONFIG);
        Map<String, Object> config = new HashMap<>(streams.getAdminConfigs(applicationId + "-topics"));
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MS);
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MS);
        return config;
    }

    /** What the application's producer sends at most. */
    static int maxRequestBytes(StreamsConfig streams) {
        Object value = streams.getProducerConfigs("skald")
                .getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEFAULT_MAX_REQUEST_BYTES);
        return Integer.parseInt(value.toString());
    }
}
