/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.internal.pacing.InputMonitor;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsSettingsTest {

    private static Properties complete(Map<String, Object> given) {
        Map<String, Object> config = new HashMap<>(given);
        config.put("bootstrap.servers", "none:9092");
        InputMonitor input = new InputMonitor(Set.of("bank-account-commands"), System::nanoTime);
        return StreamsSettings.complete("bank", "bank-dead-letters", config, input);
    }

    @Test
    void whatIsLeftOpenIsSet() {
        Properties properties = complete(Map.of());

        assertThat(properties)
                .containsEntry("application.id", "bank")
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("num.standby.replicas", 1)
                .containsEntry("producer.retry.backoff.ms", 5)
                .containsEntry("poll.ms", 10);
        // As Streams hands it on to its clients.
        StreamsConfig streams = new StreamsConfig(properties);
        assertThat(streams.getProducerConfigs("p")).containsEntry("retry.backoff.ms", 5);
        assertThat(streams.getMainConsumerConfigs("bank", "c", 0)).containsEntry("session.timeout.ms", 6000);
    }

    @Test
    void whatIsGivenIsUsedUnderItsPlainNameToo() {
        StreamsConfig streams = new StreamsConfig(complete(
                Map.of("retry.backoff.ms", 70, "session.timeout.ms", 20_000, "producer.batch.size", 1, "poll.ms", 50)));

        assertThat(streams.getProducerConfigs("p"))
                .containsEntry("retry.backoff.ms", 70)
                .containsEntry("batch.size", 1);
        assertThat(streams.getMainConsumerConfigs("bank", "c", 0)).containsEntry("session.timeout.ms", 20_000);
        assertThat(streams.getLong("poll.ms")).isEqualTo(50);
    }

    @Test
    void anInterceptorOfTheUserIsKeptBesideOurs() {
        Properties properties = complete(Map.of("main.consumer.interceptor.classes", "com.example.Theirs"));

        assertThat(properties.getProperty("main.consumer.interceptor.classes"))
                .startsWith("com.example.Theirs,dev.skald.");
    }

    @Test
    void exactlyOnceIsNotTheUsersToChoose() {
        assertThatThrownBy(() -> complete(Map.of("processing.guarantee", "at_least_once")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("always exactly_once_v2");
    }
}
