/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/** Compares a topic that is there with what it has to be. Only what data depends on is compared. */
final class TopicCheck {

    private static final List<String> COMPARED =
            List.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);

    private TopicCheck() {}

    static List<TopicProblem> problems(PlannedTopic planned, TopicDescription actual, Config config) {
        List<TopicProblem> problems = new ArrayList<>();
        partitions(planned, actual, problems);
        replicas(planned, actual, problems);
        for (String property : COMPARED) {
            String expected = planned.config().get(property);
            if (expected != null) {
                property(planned.name(), property, expected, config, problems);
            }
        }
        return problems;
    }

    private static void partitions(PlannedTopic planned, TopicDescription actual, List<TopicProblem> problems) {
        int there = actual.partitions().size();
        if (there != planned.partitions()) {
            problems.add(new TopicProblem(
                    planned.name(),
                    "expected %d partitions, but it has %d".formatted(planned.partitions(), there),
                    "declare partitions(%d) for the application, or delete the topic if nothing in it is needed;"
                                    .formatted(there)
                            + " never change the partitions of a topic that holds data:"
                            + " instances would be looked for where they are not"));
        }
    }

    private static void replicas(PlannedTopic planned, TopicDescription actual, List<TopicProblem> problems) {
        if (planned.replicationFactor() == TopicPlan.Sizes.BROKER_DEFAULT) {
            return;
        }
        int there = actual.partitions().get(0).replicas().size();
        if (there != planned.replicationFactor()) {
            problems.add(new TopicProblem(
                    planned.name(),
                    "expected %d replicas, but it has %d".formatted(planned.replicationFactor(), there),
                    "declare replicationFactor(%d) for the application,".formatted(there)
                            + " or change it with kafka-reassign-partitions"));
        }
    }

    private static void property(
            String topic, String property, String expected, Config config, List<TopicProblem> problems) {
        ConfigEntry entry = config.get(property);
        String there = entry == null || entry.value() == null ? "" : entry.value();
        if (!words(there).equals(words(expected))) {
            problems.add(new TopicProblem(
                    topic,
                    "expected %s=%s, but it is %s".formatted(property, expected, there),
                    "set it with: kafka-configs --bootstrap-server … --alter --entity-type topics --entity-name %s"
                                    .formatted(topic)
                            + " --add-config %s=%s".formatted(property, expected)));
        }
    }

    private static Set<String> words(String list) {
        return new TreeSet<>(Arrays.asList(list.split("\\s*,\\s*")));
    }
}
