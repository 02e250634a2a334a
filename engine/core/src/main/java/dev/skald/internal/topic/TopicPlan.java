/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.topic;

import dev.skald.internal.model.AggregateModel;
import dev.skald.internal.model.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics that an application needs.
 *
 * @param topics all of them
 * @param histories those of them that hold journals, each with its snapshots
 */
public record TopicPlan(List<PlannedTopic> topics, List<History> histories) {

    /** How long replies wait for a client that is away. */
    private static final Duration REPLY_RETENTION = Duration.ofDays(1);

    /** Kept until somebody has looked at them. */
    private static final String FOR_EVER = "-1";

    /**
     * A journal and the snapshots that belong to it.
     *
     * @param journal the message store's topic
     * @param snapshots the snapshots' topic
     */
    public record History(String journal, String snapshots) {}

    /**
     * How many partitions and replicas topics have.
     *
     * @param partitions partitions of the aggregates' topics
     * @param replyPartitions partitions of the reply topic
     * @param replicationFactor replicas, or {@link #BROKER_DEFAULT}
     */
    public record Sizes(int partitions, int replyPartitions, short replicationFactor) {

        /** As many replicas as the broker gives a topic by default. */
        public static final short BROKER_DEFAULT = -1;
    }

    /**
     * The plan for an application.
     *
     * @param aggregates those whose commands the engine handles
     * @param journals those that only have a journal
     */
    public static TopicPlan of(
            TopicNames names,
            Collection<AggregateModel<?, ?, ?>> aggregates,
            Collection<AggregateModel<?, ?, ?>> journals,
            Sizes sizes) {
        List<PlannedTopic> topics = new ArrayList<>();
        List<History> histories = new ArrayList<>();
        for (AggregateModel<?, ?, ?> aggregate : aggregates) {
            topics.add(planned(names.commands(aggregate.name()), sizes.partitions(), sizes, passing()));
        }
        Stream.concat(aggregates.stream(), journals.stream()).forEach(aggregate -> {
            History history =
                    new History(names.changelog(aggregate.journalStore()), names.changelog(aggregate.snapshotStore()));
            topics.add(planned(history.journal(), sizes.partitions(), sizes, compacted()));
            topics.add(planned(history.snapshots(), sizes.partitions(), sizes, compacted()));
            histories.add(history);
        });
        topics.add(planned(names.replies(), sizes.replyPartitions(), sizes, replies()));
        topics.add(planned(names.deadLetters(), 1, sizes, deadLetters()));
        return new TopicPlan(List.copyOf(topics), List.copyOf(histories));
    }

    private static PlannedTopic planned(String name, int partitions, Sizes sizes, Map<String, String> config) {
        return new PlannedTopic(name, partitions, sizes.replicationFactor(), config);
    }

    private static Map<String, String> passing() {
        return Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    }

    private static Map<String, String> compacted() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "CreateTime");
    }

    private static Map<String, String> replies() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(REPLY_RETENTION.toMillis()));
    }

    private static Map<String, String> deadLetters() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                FOR_EVER);
    }
}
