/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.topic;

import dev.skald.internal.model.AggregateModel;
import dev.skald.internal.model.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Collects the plan for an application. */
    public static final class Builder {

        private final TopicNames names;
        private final Sizes sizes;
        private final Map<String, PlannedTopic> topics = new LinkedHashMap<>();
        private final List<History> histories = new ArrayList<>();

        /** Begins a plan, with the topics that every application has. */
        public Builder(TopicNames names, Sizes sizes) {
            this.names = names;
            this.sizes = sizes;
            add(names.replies(), sizes.replyPartitions(), replies());
            add(names.deadLetters(), 1, untouched());
        }

        /** An aggregate whose commands the engine handles. */
        public Builder commands(AggregateModel<?, ?, ?> aggregate) {
            return add(names.commands(aggregate.name()), sizes.partitions(), passing())
                    .journal(aggregate);
        }

        /** An aggregate's journal and snapshots. */
        public Builder journal(AggregateModel<?, ?, ?> aggregate) {
            History history =
                    new History(names.changelog(aggregate.journalStore()), names.changelog(aggregate.snapshotStore()));
            histories.add(history);
            return add(history.journal(), sizes.partitions(), compacted())
                    .add(history.snapshots(), sizes.partitions(), compacted());
        }

        /** A store besides. */
        public Builder store(String name) {
            return add(names.changelog(name), sizes.partitions(), compacted());
        }

        /** A topic that participants of agreements are asked through; others may have made it ready already. */
        public Builder requests(String name, int partitions) {
            return add(name, partitions, passing());
        }

        /** What the coordinator of agreements has besides: answers in, and the list of repairs. */
        public Builder agreements() {
            return add(names.tccReplies(), sizes.partitions(), passing())
                    .add(names.repairs(), sizes.partitions(), compacted());
        }

        private Builder add(String name, int partitions, Map<String, String> config) {
            topics.putIfAbsent(name, new PlannedTopic(name, partitions, sizes.replicationFactor(), config));
            return this;
        }

        /** The plan. */
        public TopicPlan build() {
            return new TopicPlan(List.copyOf(topics.values()), List.copyOf(histories));
        }
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

    private static Map<String, String> untouched() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                FOR_EVER);
    }
}
