/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.topic;

import java.util.Map;

/**
 * A topic as it has to be.
 *
 * @param name its name
 * @param partitions its partitions, exactly
 * @param replicationFactor its replicas, exactly; or {@link TopicPlan.Sizes#BROKER_DEFAULT}, and then any number will
 *     do
 * @param config its configuration when created; {@link TopicCheck} says which of it a topic that is there must have
 */
public record PlannedTopic(String name, int partitions, short replicationFactor, Map<String, String> config) {

    public PlannedTopic {
        config = Map.copyOf(config);
    }
}
