/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import dev.skald.internal.topic.PlannedTopic;
import dev.skald.internal.topic.TopicPlan;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics of a worker.
 *
 * @param participant the participant's name
 * @param requests the topic that it is asked through
 */
public record WorkerTopics(String participant, String requests) {

    /** So that compaction, which leaves the newest segment alone, and reading at the start have less to go through. */
    private static final int FENCE_SEGMENT_BYTES = 64 << 20;

    /** What the fence remembers; partition by partition that of the request topic. */
    public String fence() {
        return participant + "-tcc-fence";
    }

    /** Requests that could not be read. */
    public String deadLetters() {
        return participant + "-tcc-dead-letters";
    }

    /**
     * The topics as they have to be.
     *
     * @param partitions of the request topic
     * @param replicas of each, or {@link TopicPlan.Sizes#BROKER_DEFAULT}
     */
    public TopicPlan plan(int partitions, short replicas) {
        return new TopicPlan(
                List.of(
                        new PlannedTopic(
                                requests,
                                partitions,
                                replicas,
                                Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE)),
                        new PlannedTopic(
                                fence(),
                                partitions,
                                replicas,
                                Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_COMPACT,
                                        TopicConfig.SEGMENT_BYTES_CONFIG,
                                        Integer.toString(FENCE_SEGMENT_BYTES))),
                        new PlannedTopic(
                                deadLetters(),
                                1,
                                replicas,
                                Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_DELETE,
                                        TopicConfig.RETENTION_MS_CONFIG,
                                        "-1"))),
                List.of());
    }
}
