/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static java.util.Objects.requireNonNull;

import dev.skald.internal.command.EnginePart;
import dev.skald.internal.command.EngineSettings;
import dev.skald.internal.command.EngineTopology;
import dev.skald.internal.instance.CacheBudget;
import dev.skald.internal.model.AggregateModel;
import dev.skald.internal.model.TopicNames;
import dev.skald.internal.pacing.InputMonitor;
import dev.skald.internal.participant.AggregateParticipant;
import dev.skald.internal.participant.FenceStore;
import dev.skald.internal.store.InstancesInStores;
import dev.skald.internal.store.RecordLimit;
import dev.skald.internal.tcc.TccDefinition;
import dev.skald.internal.tcc.TccModel;
import dev.skald.internal.tcc.TccPart;
import dev.skald.internal.topic.GroupSettings;
import dev.skald.internal.topic.TopicPlan;
import dev.skald.internal.topic.TopicPlan.Sizes;
import dev.skald.internal.topic.TopicProblem;
import dev.skald.internal.topic.TopicProvisioner;
import dev.skald.tcc.TccParticipant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * A Kafka Streams application that runs aggregates.
 *
 * <p>The short way is {@link #start}. Those who have a topology of their own add the aggregates to it ({@link #addTo}),
 * take the configuration ({@link #streamsConfig}), make the topics ready ({@link #prepareTopics}), and run it as they
 * are used to.
 *
 * <p>One application object belongs to one running instance of the application in a process.
 */
public final class SkaldApplication {

    private final TopicNames topics;
    private final Map<String, AggregateModel<?, ?, ?>> aggregates;
    private final Map<String, AggregateModel<?, ?, ?>> journals;
    private final Map<String, TccDefinition> agreements;
    private final Map<String, Participation<?, ?, ?>> participations;
    private final Sizes sizes;
    private final EngineSettings settings;
    private final AtomicReference<RecordLimit> recordLimit = new AtomicReference<>(RecordLimit.DEFAULT);

    private SkaldApplication(Builder builder) {
        this.topics = new TopicNames(builder.id);
        // Streams numbers the parts of a topology as they are added, and all instances have to number them alike.
        this.aggregates = Collections.unmodifiableMap(new TreeMap<>(builder.aggregates));
        this.journals = Collections.unmodifiableMap(new TreeMap<>(builder.journals));
        this.sizes = new Sizes(builder.partitions, builder.replyPartitions, builder.replicationFactor);
        this.agreements = Collections.unmodifiableMap(new TreeMap<>(builder.agreements));
        this.participations = Collections.unmodifiableMap(new TreeMap<>(builder.participations));
        this.settings = new EngineSettings(
                topics,
                builder.partitions,
                recordLimit::get,
                new CacheBudget(builder.cachedInstances, builder.cachedBytes),
                builder.fenceRetention,
                builder.paced ? new InputMonitor(inputs(), System::nanoTime) : null);
    }

    private Set<String> inputs() {
        Set<String> inputs = new HashSet<>();
        aggregates.keySet().forEach(name -> inputs.add(topics.commands(name)));
        participations.values().forEach(each -> inputs.add(each.participant.requestTopic()));
        if (!agreements.isEmpty()) {
            inputs.add(topics.commands(TccModel.NAME));
            inputs.add(topics.tccReplies());
        }
        return inputs;
    }

    /**
     * Starts an application.
     *
     * @param applicationId Streams' {@code application.id}; all topics begin with it, and it must never change once
     *     there are events
     */
    public static Builder named(String applicationId) {
        return new Builder(applicationId);
    }

    /** The application's id. */
    public String id() {
        return topics.applicationId();
    }

    /** A topology with all aggregates and agreements and nothing else. */
    public Topology topology() {
        return addTo(new Topology());
    }

    /** Adds all aggregates and agreements to a topology of the Processor API; returns it. */
    public Topology addTo(Topology topology) {
        parts().forEach(part -> EngineTopology.add(topology, part));
        return topology;
    }

    /** Adds all aggregates and agreements to a topology of the DSL; returns its builder. */
    public StreamsBuilder addTo(StreamsBuilder builder) {
        parts().forEach(part -> EngineTopology.add(builder, part));
        return builder;
    }

    private List<EnginePart> parts() {
        List<EnginePart> parts = new ArrayList<>();
        aggregates.values().forEach(aggregate -> parts.add(part(aggregate)));
        if (!agreements.isEmpty()) {
            parts.add(TccPart.of(agreements, settings));
        }
        return parts;
    }

    private <S, C, E> EnginePart part(AggregateModel<S, C, E> aggregate) {
        List<AggregateParticipant<S, ?, E>> participants = new ArrayList<>();
        for (Participation<?, ?, ?> each : participations.values()) {
            if (each.aggregate.model().equals(aggregate)) {
                participants.add(each.as(aggregate));
            }
        }
        return EnginePart.of(aggregate, participants, settings);
    }

    /** An aggregate that is the participant of agreements. */
    private record Participation<S, R, E>(AggregateType<S, ?, E> aggregate, AggregateParticipant<S, R, E> participant) {

        /** The participant, for an aggregate that is known to be its own. */
        @SuppressWarnings("unchecked")
        <T, F> AggregateParticipant<T, ?, F> as(AggregateModel<T, ?, F> own) {
            if (!aggregate.model().equals(own)) {
                throw new IllegalArgumentException("expected " + aggregate.name() + ", but it is " + own.name());
            }
            return (AggregateParticipant<T, ?, F>) participant;
        }
    }

    /**
     * The configuration of Kafka Streams that the application needs: yours, and what it leaves open.
     *
     * <p>Set whatever you need under Streams' own names; what you set is used. Only two settings are not yours to
     * choose: {@code application.id}, and {@code processing.guarantee}, which is {@code exactly_once_v2}.
     *
     * @throws org.apache.kafka.common.config.ConfigException if one of the two is set to something else
     */
    public Properties streamsConfig(Map<String, ?> config) {
        return StreamsSettings.complete(id(), topics.deadLetters(), config, settings.input());
    }

    /**
     * Creates the topics that are missing, waits until they can be written to, and checks those that are there. Safe to
     * be called by several instances of the application at the same time.
     *
     * @throws BrokerUnreachableException if no broker answers within 10 s
     * @throws TopicMismatchException if a topic is not what the application needs; nothing was changed in it
     */
    public void prepareTopics(Map<String, ?> config) {
        prepareTopics(new StreamsConfig(streamsConfig(config)));
    }

    private void prepareTopics(StreamsConfig config) {
        Map<String, Object> adminConfig = StreamsSettings.forAdmin(config);
        TopicPlan plan = plan();
        TopicProvisioner.Outcome outcome = BrokerUnreachableException.unlessReachable(adminConfig, () -> {
            try (Admin admin = Admin.create(adminConfig)) {
                GroupSettings.apply(admin, config);
                return new TopicProvisioner(admin).provision(plan, StreamsSettings.maxRequestBytes(config));
            }
        });
        if (!outcome.problems().isEmpty()) {
            throw new TopicMismatchException(
                    outcome.problems().stream().map(SkaldApplication::mismatch).toList());
        }
        recordLimit.set(outcome.limit());
    }

    private TopicPlan plan() {
        TopicPlan.Builder plan = new TopicPlan.Builder(topics, sizes);
        aggregates.values().forEach(plan::commands);
        journals.values().forEach(plan::journal);
        participations
                .values()
                .forEach(each -> plan.requests(each.participant.requestTopic(), sizes.partitions())
                        .store(FenceStore.name(each.aggregate.name())));
        if (!agreements.isEmpty()) {
            plan.commands(TccModel.MODEL).store(TccModel.ALARM_STORE).agreements();
        }
        for (TccDefinition agreement : agreements.values()) {
            // Those of participants that live elsewhere too: a request to a topic that is missing would stop Streams.
            agreement.participants().values().forEach(asked -> plan.requests(asked.requestTopic(), asked.partitions()));
        }
        return plan.build();
    }

    private static TopicMismatchException.Mismatch mismatch(TopicProblem problem) {
        return new TopicMismatchException.Mismatch(problem.topic(), problem.difference(), problem.remedy());
    }

    /**
     * Makes the topics ready and starts the application with its aggregates and nothing else.
     *
     * @param config configuration of Kafka Streams; {@code bootstrap.servers} is all it needs
     */
    public RunningApplication start(Map<String, ?> config) {
        StreamsConfig complete = new StreamsConfig(streamsConfig(StreamsSettings.aggregatesOnly(config)));
        return start(addTo(new Topology(new TopologyConfig(complete))), complete);
    }

    /**
     * Makes the topics ready and starts the application with a topology that the aggregates were added to.
     *
     * @param topology a topology that {@link #addTo} was called with
     * @param config configuration of Kafka Streams; {@code bootstrap.servers} is all it needs
     */
    public RunningApplication start(Topology topology, Map<String, ?> config) {
        return start(topology, new StreamsConfig(streamsConfig(config)));
    }

    private RunningApplication start(Topology topology, StreamsConfig config) {
        prepareTopics(config);
        KafkaStreams streams = new KafkaStreams(topology, config);
        streams.setUncaughtExceptionHandler(new RestartingHandler(System::nanoTime));
        streams.start();
        return new RunningApplication(streams, settings);
    }

    /**
     * The stores of an aggregate that your own processor handles; for
     * {@link org.apache.kafka.streams.processor.api.ProcessorSupplier#stores()}.
     *
     * @throws IllegalArgumentException if the aggregate was not declared with {@link Builder#journal}
     */
    public Set<StoreBuilder<?>> stores(AggregateType<?, ?, ?> type) {
        return InstancesInStores.builders(declaredJournal(type.model()));
    }

    /**
     * Opens the instances of an aggregate in a processor of your own. Call it in the processor's {@code init}, and
     * {@link Repository#close} in its {@code close}.
     *
     * @throws IllegalArgumentException if the aggregate was not declared with {@link Builder#journal}
     */
    public <S, E> Repository<S, E> repository(AggregateType<S, ?, E> type, ProcessorContext<?, ?> context) {
        return Repository.open(declaredJournal(type.model()), settings, context);
    }

    private <S, C, E> AggregateModel<S, C, E> declaredJournal(AggregateModel<S, C, E> model) {
        if (!journals.containsKey(model.name())) {
            throw new IllegalArgumentException(
                    "expected the application to know aggregate %s: call journal(…) when it is built"
                            .formatted(model.name()));
        }
        return model;
    }

    /** Collects what makes an application. At least one aggregate is required; everything else has a default. */
    public static final class Builder {

        private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}");

        private final String id;
        private final Map<String, AggregateModel<?, ?, ?>> aggregates = new LinkedHashMap<>();
        private final Map<String, AggregateModel<?, ?, ?>> journals = new LinkedHashMap<>();
        private final Map<String, TccDefinition> agreements = new LinkedHashMap<>();
        private final Map<String, Participation<?, ?, ?>> participations = new LinkedHashMap<>();
        private Duration fenceRetention = Duration.ofHours(1);
        private int partitions = 8;
        private int replyPartitions = 8;
        private short replicationFactor = Sizes.BROKER_DEFAULT;
        private long cachedInstances = 100_000;
        private long cachedBytes = 128L << 20;
        private boolean paced = true;

        private Builder(String id) {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException(
                        "expected an application id of 1 to 100 letters, digits, dots, hyphens and underscores,"
                                + " but it is \"" + id + "\"");
            }
            this.id = id;
        }

        /** Adds an aggregate. */
        public Builder aggregate(AggregateType<?, ?, ?> type) {
            checkNew(type);
            aggregates.put(type.name(), type.model());
            return this;
        }

        /**
         * Adds an aggregate that a processor of your own handles ({@link SkaldApplication#repository}): its journal and
         * snapshots are made ready, but no commands are listened to.
         */
        public Builder journal(AggregateType<?, ?, ?> type) {
            checkNew(type);
            journals.put(type.name(), type.model());
            return this;
        }

        /** Coordinates agreements of this type. Its participants may live here or in other applications. */
        public Builder tcc(TccType type) {
            if (agreements.putIfAbsent(type.name(), type.definition()) != null) {
                throw new IllegalArgumentException(
                        "expected one TCC type named %s, but a second was added".formatted(type.name()));
            }
            return this;
        }

        /**
         * Makes an aggregate of this application the participant of agreements, wherever they are coordinated.
         *
         * @param participant the participant; it needs as many partitions as the application
         * @param aggregate the aggregate, added with {@link #aggregate} before
         * @param rules what try, confirm and cancel mean to it
         */
        public <S, R, E> Builder participant(
                ParticipantType<R> participant, AggregateType<S, ?, E> aggregate, TccParticipant<S, R, E> rules) {
            if (!aggregate.model().equals(aggregates.get(aggregate.name()))) {
                throw new IllegalArgumentException(
                        "expected participant %s to be an aggregate of this application:".formatted(participant.name())
                                + " call aggregate(…) with %s before".formatted(aggregate.name()));
            }
            AggregateParticipant<S, R, E> added = new AggregateParticipant<>(
                    participant.name(),
                    participant.requestTopic(),
                    participant.partitions(),
                    participant.requestSerde(),
                    requireNonNull(rules, "rules"));
            if (participations.putIfAbsent(participant.name(), new Participation<>(aggregate, added)) != null) {
                throw new IllegalArgumentException(
                        "expected one participant named %s, but a second was added".formatted(participant.name()));
            }
            return this;
        }

        /**
         * How long the fence of participants remembers what is over; by default one hour. It has to be longer than a
         * request can be late: one that comes after it is refused if it is a try, and changes nothing else.
         */
        public Builder fenceRetention(Duration retention) {
            if (retention.isNegative()) {
                throw new IllegalArgumentException("expected a retention of 0 or more, but it is " + retention);
            }
            fenceRetention = retention;
            return this;
        }

        private void checkNew(AggregateType<?, ?, ?> type) {
            if (type.name().equals(TccModel.NAME)) {
                throw new IllegalArgumentException("expected another name for the aggregate: \"" + TccModel.NAME
                        + "\" belongs to the coordinator of agreements");
            }
            if (aggregates.containsKey(type.name()) || journals.containsKey(type.name())) {
                throw new IllegalArgumentException(
                        "expected one aggregate named %s, but a second was added".formatted(type.name()));
            }
        }

        /**
         * How many partitions the topics of each aggregate have; by default 8. It bounds how many threads, in how many
         * processes, can share the work, and cannot be changed once there are events.
         */
        public Builder partitions(int number) {
            partitions = positive(number, "partitions");
            return this;
        }

        /** How many partitions the reply topic has; by default 8. Clients share them. */
        public Builder replyPartitions(int number) {
            replyPartitions = positive(number, "partitions");
            return this;
        }

        /** How many replicas each topic has; by default as many as the broker says. */
        public Builder replicationFactor(int replicas) {
            replicationFactor = Builder.<Integer>positive(replicas, "replicas").shortValue();
            return this;
        }

        /**
         * What all instances kept in memory may amount to in this process; by default 100,000 instances and 128 MiB.
         *
         * @param instances how many
         * @param bytes how much heap, as far as it can be estimated from the serialized size of the states
         */
        public Builder cache(long instances, long bytes) {
            cachedInstances = positive(instances, "instances");
            cachedBytes = positive(bytes, "bytes");
            return this;
        }

        /**
         * Whether the engine asks for commits itself; by default it does: at once when the input is idle, rarely when
         * it is busy. Without it, replies wait for Streams' {@code commit.interval.ms}.
         */
        public Builder commitPacing(boolean on) {
            paced = on;
            return this;
        }

        /**
         * Builds the application.
         *
         * @throws IllegalStateException if it has no aggregate and no agreement, or a participant has not as many
         *     partitions as the application
         */
        public SkaldApplication build() {
            if (aggregates.isEmpty() && journals.isEmpty() && agreements.isEmpty()) {
                throw new IllegalStateException("expected at least one aggregate: call aggregate(…)");
            }
            for (Participation<?, ?, ?> each : participations.values()) {
                if (each.participant.partitions() != partitions) {
                    throw new IllegalStateException(
                            "expected participant %s to have %d partitions, as the application has, but it has %d"
                                            .formatted(
                                                    each.participant.name(), partitions, each.participant.partitions())
                                    + ": call withPartitions(%d) on its type".formatted(partitions));
                }
            }
            return new SkaldApplication(this);
        }

        private static <N extends Number> N positive(N number, String what) {
            if (number.longValue() < 1) {
                throw new IllegalArgumentException("expected 1 or more %s, but it is %s".formatted(what, number));
            }
            return number;
        }
    }

    /** All topics of the application, by name. */
    public List<String> topics() {
        List<String> names = new ArrayList<>();
        plan().topics().forEach(topic -> names.add(topic.name()));
        return names;
    }

    /** The topic from which others read the events of an aggregate: the message store. */
    public String journalTopic(AggregateType<?, ?, ?> type) {
        return topics.changelog(type.model().journalStore());
    }

    /** The topic of an aggregate's commands. */
    public String commandTopic(AggregateType<?, ?, ?> type) {
        return topics.commands(type.name());
    }

    /** The topic of records that could not be handled. */
    public String deadLetterTopic() {
        return topics.deadLetters();
    }

    /** The topic of replies. */
    public String replyTopic() {
        return topics.replies();
    }
}
