/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/**
 * The topic of keys: one partition, so that all agree on the order of a key and its tombstone, and compacted within a
 * day, so that what is forgotten also leaves the disks.
 */
final class KeyTopic {

    private static final long DAY_MS = 86_400_000;

    private KeyTopic() {}

    /** Creates the topic if it is missing, and checks it if it is there. */
    static void ensure(Map<String, Object> config, String topic) {
        try (Admin admin = Admin.create(config)) {
            create(admin, topic);
            check(admin, topic);
        } catch (ExecutionException e) {
            throw new PersonalKeysException(
                    "expected to find or create topic %s, but: %s".formatted(topic, e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PersonalKeysException("interrupted while looking for topic " + topic, e);
        }
    }

    private static void create(Admin admin, String topic) throws ExecutionException, InterruptedException {
        if (admin.listTopics().names().get().contains(topic)) {
            return;
        }
        Map<String, String> configs = new HashMap<>();
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        configs.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(DAY_MS));
        NewTopic newTopic = new NewTopic(topic, Optional.of(1), Optional.empty()).configs(configs);
        try {
            admin.createTopics(List.of(newTopic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static void check(Admin admin, String topic) throws ExecutionException, InterruptedException {
        TopicDescription description =
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
        int partitions = description == null ? 0 : description.partitions().size();
        if (partitions != 1) {
            throw new PersonalKeysException(
                    "expected topic %s to have one partition, but it has %d".formatted(topic, partitions), null);
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
        String policy = policy(config);
        if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
            throw new PersonalKeysException(
                    "expected topic %s to have cleanup.policy=compact, for otherwise keys are lost, but it is %s"
                            .formatted(topic, policy),
                    null);
        }
    }

    private static @Nullable String policy(@Nullable Config config) {
        return config == null
                ? null
                : config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
    }
}
