/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.topic;

import dev.skald.internal.store.RecordLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing and checks those that are there.
 *
 * <p>Streams would create the changelogs itself, but not the others, and it stops when a source topic is missing. The
 * message store is data, so its topic is made with care and never touched once it is there.
 */
public final class TopicProvisioner {

    private static final Logger LOG = LoggerFactory.getLogger(TopicProvisioner.class);
    private static final Duration LEADERS_TIMEOUT = Duration.ofSeconds(30);

    private final Admin admin;

    /** Creates a provisioner; the caller closes the admin client. */
    public TopicProvisioner(Admin admin) {
        this.admin = admin;
    }

    /**
     * What came of it.
     *
     * @param problems why the application must not start; empty if all is well
     * @param limit the largest record that all topics take
     */
    public record Outcome(List<TopicProblem> problems, RecordLimit limit) {}

    /**
     * Creates what is missing, waits until it can be written to, and checks everything.
     *
     * <p>Safe to be run by several instances of an application at the same time.
     *
     * @param mostRequestBytes what the application's producer sends at most
     * @throws KafkaException if the broker does not answer, or refuses
     */
    public Outcome provision(TopicPlan plan, int mostRequestBytes) {
        Set<String> created = create(plan);
        Map<String, TopicDescription> descriptions = describe(plan, created);
        Map<String, Config> configs = configs(plan);
        Map<TopicPartition, Long> ends = endOffsets(descriptions.values());
        List<TopicProblem> problems = new ArrayList<>();
        for (PlannedTopic topic : plan.topics()) {
            problems.addAll(
                    TopicCheck.problems(topic, required(descriptions, topic.name()), required(configs, topic.name())));
        }
        for (TopicPlan.History history : plan.histories()) {
            lostJournal(history, ends).ifPresent(problems::add);
        }
        return new Outcome(problems, limit(configs.values(), mostRequestBytes));
    }

    private Set<String> create(TopicPlan plan) {
        Set<String> there = await(admin.listTopics().names());
        Set<String> created = new LinkedHashSet<>();
        for (PlannedTopic topic : plan.topics()) {
            if (!there.contains(topic.name()) && create(topic)) {
                created.add(topic.name());
            }
        }
        if (!created.isEmpty()) {
            LOG.info("created topics {}", String.join(", ", created));
        }
        return created;
    }

    private boolean create(PlannedTopic topic) {
        short replicas = topic.replicationFactor();
        NewTopic missing = new NewTopic(
                        topic.name(),
                        Optional.of(topic.partitions()),
                        replicas == TopicPlan.Sizes.BROKER_DEFAULT ? Optional.empty() : Optional.of(replicas))
                .configs(topic.config());
        try {
            await(admin.createTopics(List.of(missing)).all());
            return true;
        } catch (TopicExistsException e) {
            // Another instance of the application was faster.
            return false;
        }
    }

    /** A topic just created may not be known to the broker that is asked; it will be in a moment. */
    private Map<String, TopicDescription> describe(TopicPlan plan, Set<String> created) {
        List<String> names = plan.topics().stream().map(PlannedTopic::name).toList();
        return retrying(() -> await(admin.describeTopics(names).allTopicNames()), "topics " + created);
    }

    private Map<String, Config> configs(TopicPlan plan) {
        List<ConfigResource> resources = plan.topics().stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                .toList();
        Map<String, Config> byTopic = new HashMap<>();
        retrying(() -> await(admin.describeConfigs(resources).all()), "topic configurations")
                .forEach((resource, config) -> byTopic.put(resource.name(), config));
        return byTopic;
    }

    /**
     * The ends of all partitions. Only a partition's leader can tell, so an answer means that it can be written to.
     *
     * <p>That is worth waiting for: an idempotent producer that writes at once to a topic just created can lose its
     * first batch (KAFKA-15591).
     */
    private Map<TopicPartition, Long> endOffsets(Collection<TopicDescription> topics) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (TopicDescription topic : topics) {
            topic.partitions()
                    .forEach(partition ->
                            wanted.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
        }
        Map<TopicPartition, ListOffsetsResultInfo> found =
                retrying(() -> await(admin.listOffsets(wanted).all()), "leaders of all partitions");
        Map<TopicPartition, Long> ends = new HashMap<>();
        found.forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    /** A journal that was never written to cannot have snapshots: it has been deleted, perhaps by a reset tool. */
    private static Optional<TopicProblem> lostJournal(TopicPlan.History history, Map<TopicPartition, Long> ends) {
        List<Integer> lost = new ArrayList<>();
        ends.forEach((partition, end) -> {
            TopicPartition journal = new TopicPartition(history.journal(), partition.partition());
            if (partition.topic().equals(history.snapshots()) && end > 0 && ends.getOrDefault(journal, 0L) == 0) {
                lost.add(partition.partition());
            }
        });
        return lost.isEmpty()
                ? Optional.empty()
                : Optional.of(new TopicProblem(
                        history.journal(),
                        "expected the events that the snapshots in %s were made of, but partitions %s are empty"
                                .formatted(
                                        history.snapshots(),
                                        lost.stream().sorted().toList()),
                        "restore the topic from a backup; if its events are to be forgotten, delete the topic of the"
                                + " snapshots and the local state as well"));
    }

    private static RecordLimit limit(Collection<Config> configs, int mostRequestBytes) {
        int bytes = mostRequestBytes;
        for (Config config : configs) {
            var entry = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
            if (entry != null && entry.value() != null) {
                bytes = Math.min(bytes, Integer.parseInt(entry.value()));
            }
        }
        return new RecordLimit(bytes);
    }

    private interface Attempt<T> {
        T run();
    }

    private static <T> T retrying(Attempt<T> attempt, String what) {
        long deadline = System.nanoTime() + LEADERS_TIMEOUT.toNanos();
        while (true) {
            try {
                return attempt.run();
            } catch (RetriableException e) {
                // A time-out has been retried by the admin client itself.
                if (e instanceof TimeoutException || System.nanoTime() > deadline) {
                    throw new KafkaException(
                            "expected the brokers to serve %s within %s".formatted(what, LEADERS_TIMEOUT), e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }

    private static <T> T required(Map<String, T> byTopic, String topic) {
        T value = byTopic.get(topic);
        if (value == null) {
            throw new KafkaException("the broker did not answer for topic " + topic);
        }
        return value;
    }
}
