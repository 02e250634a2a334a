/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes sure that the topic of schemas is there, has one partition and is compacted: in a second partition versions
 * would have no order, and what a topic deletes by age nobody could read any more.
 */
final class SchemaTopic implements Runnable {

    private final String topic;
    private final Supplier<Admin> admins;

    SchemaTopic(String topic, Supplier<Admin> admins) {
        this.topic = topic;
        this.admins = admins;
    }

    @Override
    public void run() {
        try (Admin admin = admins.get()) {
            TopicDescription description;
            try {
                description = await(admin.describeTopics(List.of(topic))
                        .topicNameValues()
                        .values()
                        .iterator()
                        .next());
            } catch (UnknownTopicOrPartitionException e) {
                create(admin);
                return;
            }
            int partitions = description.partitions().size();
            if (partitions != 1) {
                throw wrong("one partition", partitions + " partitions");
            }
            checkCleanup(admin);
        }
    }

    private void create(Admin admin) {
        NewTopic wanted = new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try {
            await(admin.createTopics(List.of(wanted)).all());
        } catch (TopicExistsException e) {
            // Another process was faster, and wanted the same.
        }
    }

    private void checkCleanup(Admin admin) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config;
        try {
            config = await(admin.describeConfigs(List.of(resource))
                    .values()
                    .values()
                    .iterator()
                    .next());
        } catch (AuthorizationException e) {
            // Who may read the topic may still not look at its configuration; reading is what matters.
            return;
        }
        ConfigEntry cleanup = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        if (cleanup != null && !TopicConfig.CLEANUP_POLICY_COMPACT.equals(cleanup.value())) {
            throw wrong("cleanup.policy=compact", "cleanup.policy=" + cleanup.value());
        }
    }

    private RegistryFailureException wrong(String expected, String actual) {
        return new RegistryFailureException(
                "topic " + topic, "it must have %s, and has %s".formatted(expected, actual), null, null);
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
