/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static java.util.Objects.requireNonNull;

import dev.skald.internal.topic.TopicPlan;
import dev.skald.internal.topic.TopicProvisioner;
import dev.skald.internal.worker.RequestHandler;
import dev.skald.internal.worker.Worker;
import dev.skald.internal.worker.WorkerSettings;
import dev.skald.internal.worker.WorkerTopics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * A participant of agreements that may block: it calls databases, HTTP services or whatever else needs a thread.
 *
 * <p>It takes requests from the participant's topic, runs the functions on a bounded pool, and answers. Requests with
 * the same key are handled one after the other, different keys side by side. Several workers of one participant, in one
 * or many processes, share its partitions, and go on with each other's when one of them dies.
 *
 * <p><b>The fence.</b> What was done is remembered in a topic of the worker's own, and commits in one Kafka transaction
 * with the answer and with how far the requests are read. So a request that comes twice is answered twice and done
 * once, a cancel whose try never came is answered without being done, and a try that comes after its cancel is refused.
 * A try that was begun by a process that died counts as failed. The fence is kept in memory while the worker has the
 * partition; entries leave it when the agreement has ended and the retention has passed.
 *
 * <p><b>Topics.</b> For a participant {@code notary}: {@code notary-tcc-requests}, {@code notary-tcc-fence} (compacted,
 * as many partitions) and {@code notary-tcc-dead-letters} for requests that cannot be read. What is missing is created.
 *
 * <p><b>Failures.</b> While no broker answers it waits, and goes on when one does; results that could not be committed
 * are kept and committed then. It stops by itself only when somebody has to do something first; see {@link #failure}.
 *
 * <p>Safe for use by several threads.
 */
public final class TccWorker implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Worker worker;

    private TccWorker(Worker worker) {
        this.worker = worker;
    }

    /**
     * Begins a worker.
     *
     * @param type the participant
     * @param functions what it does
     */
    public static <R> Builder of(ParticipantType<R> type, TccFunctions<R> functions) {
        return new Builder(type, WorkerContext.handler(type, requireNonNull(functions, "functions")));
    }

    /**
     * Waits until the worker has its share of the partitions and has read their fence.
     *
     * @throws IllegalStateException if it has not come to that in time, or has failed
     */
    public TccWorker awaitRunning(Duration timeout) {
        if (!worker.awaitReady(timeout)) {
            throw new IllegalStateException(
                    failure()
                            .map(cause -> "the worker has failed: " + cause)
                            .orElse("expected the worker to run within %s, but it does not".formatted(timeout)),
                    worker.failure());
        }
        return this;
    }

    /** Whether it works, or tries to while no broker answers. */
    public boolean isRunning() {
        return worker.isRunning();
    }

    /** Why it has stopped by itself, if it has. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(worker.failure());
    }

    /** Waits until it has stopped, for whatever reason. */
    public void awaitStop() {
        worker.awaitStop();
    }

    /** Stops within 30 s; see {@link #close(Duration)}. */
    @Override
    public void close() {
        close(STOP_TIMEOUT);
    }

    /**
     * Begins nothing more, waits for what runs, commits it, and leaves the group, so that others go on at once. What
     * still runs when three quarters of the time have passed is interrupted; what does not end then is handed over
     * without its result.
     *
     * @return whether it has stopped in time
     */
    public boolean close(Duration timeout) {
        return worker.close(timeout);
    }

    /** Collects what a worker needs. */
    public static final class Builder {

        private static final String ADMIN_TIMEOUT_MS = "10000";
        private static final int DEFAULT_MAX_REQUEST_BYTES = 1024 * 1024;

        private final ParticipantType<?> type;
        private final RequestHandler handler;
        private final Map<String, Object> config = new HashMap<>();
        private @Nullable String groupId;
        private int threads = 16;
        private int maxQueued = 1_000;
        private short replicationFactor = TopicPlan.Sizes.BROKER_DEFAULT;
        private Duration fenceRetention = Duration.ofHours(1);
        private boolean effectsOutside = true;
        private InstantSource clock = InstantSource.system();

        private Builder(ParticipantType<?> type, RequestHandler handler) {
            this.type = type;
            this.handler = handler;
        }

        /** Where the brokers are. Required, here or in {@link #config}. */
        public Builder bootstrapServers(String servers) {
            config.put("bootstrap.servers", servers);
            return this;
        }

        /** Configuration of Kafka's clients: security and whatever else they need. */
        public Builder config(Map<String, ?> kafkaConfig) {
            config.putAll(kafkaConfig);
            return this;
        }

        /** The group whose members share the partitions; by default the participant's name and {@code -tcc-worker}. */
        public Builder groupId(String id) {
            groupId = requireNonNull(id, "id");
            return this;
        }

        /** How many functions run at a time; by default 16. */
        public Builder threads(int number) {
            threads = positive(number, "threads");
            return this;
        }

        /**
         * How many requests of one partition may be taken and not finished before it gets no more of them; by default
         * 1,000. A worker that dies leaves so many to be answered again.
         */
        public Builder maxQueued(int requests) {
            maxQueued = positive(requests, "requests");
            return this;
        }

        /**
         * How long the fence remembers an agreement after its confirm or cancel was done; by default 1 hour. It should
         * be longer than any request can be on its way. A try comes too late anyway once nobody waits for its answer.
         */
        public Builder fenceRetention(Duration duration) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("expected a retention of more than 0, but it is " + duration);
            }
            fenceRetention = duration;
            return this;
        }

        /**
         * Whether a try that failed, or was interrupted by the death of its process, may have had effects that a cancel
         * has to undo; by default it may. If not, the cancel of such a try is answered without being called.
         */
        public Builder effectsOutside(boolean possible) {
            effectsOutside = possible;
            return this;
        }

        /** How many replicas each topic has; by default as many as the broker says. */
        public Builder replicationFactor(int replicas) {
            replicationFactor = (short) positive(replicas, "replicas");
            return this;
        }

        /** What tells the time; by default the system's clock. */
        public Builder clock(InstantSource source) {
            clock = requireNonNull(source, "source");
            return this;
        }

        /**
         * Makes the topics ready and begins to work.
         *
         * @throws BrokerUnreachableException if no broker answers within 10 s
         * @throws TopicMismatchException if a topic is not what the worker needs; nothing was changed in it
         */
        public TccWorker start() {
            WorkerTopics topics = new WorkerTopics(type.name(), type.requestTopic());
            TopicProvisioner.Outcome outcome = provision(topics);
            WorkerSettings settings = new WorkerSettings(
                    topics,
                    groupId == null ? type.name() + "-tcc-worker" : groupId,
                    config,
                    new WorkerSettings.Capacity(threads, maxQueued),
                    fenceRetention,
                    effectsOutside,
                    clock);
            Worker worker = new Worker(settings, outcome.limit(), handler);
            worker.start();
            return new TccWorker(worker);
        }

        private TopicProvisioner.Outcome provision(WorkerTopics topics) {
            Map<String, Object> adminConfig = new HashMap<>(config);
            adminConfig.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MS);
            adminConfig.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ADMIN_TIMEOUT_MS);
            int mostRequestBytes = Integer.parseInt(
                    config.getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEFAULT_MAX_REQUEST_BYTES)
                            .toString());
            TopicPlan plan = topics.plan(type.partitions(), replicationFactor);
            TopicProvisioner.Outcome outcome = BrokerUnreachableException.unlessReachable(adminConfig, () -> {
                try (Admin admin = Admin.create(adminConfig)) {
                    return new TopicProvisioner(admin).provision(plan, mostRequestBytes);
                }
            });
            if (!outcome.problems().isEmpty()) {
                throw new TopicMismatchException(outcome.problems().stream()
                        .map(problem -> new TopicMismatchException.Mismatch(
                                problem.topic(), problem.difference(), problem.remedy()))
                        .toList());
            }
            return outcome;
        }

        private static int positive(int number, String what) {
            if (number < 1) {
                throw new IllegalArgumentException("expected 1 or more %s, but it is %d".formatted(what, number));
            }
            return number;
        }
    }
}
