/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static java.util.Objects.requireNonNull;

import dev.skald.HeaderNames;
import dev.skald.InstanceId;
import dev.skald.InstanceState;
import dev.skald.OutcomeUnknownException;
import dev.skald.RecordedEvent;
import dev.skald.Reply;
import dev.skald.internal.client.Answer;
import dev.skald.internal.client.Answer.Page;
import dev.skald.internal.client.ClientSettings;
import dev.skald.internal.client.CountingUuids;
import dev.skald.internal.client.RequestChannel;
import dev.skald.internal.client.RequestChannel.Payload;
import dev.skald.internal.command.ReplyHeaders;
import dev.skald.internal.command.Request;
import dev.skald.internal.command.RevisionRange;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.model.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands to the aggregates of an application, and reads them, from anywhere.
 *
 * <p>Safe for use by several threads, and meant to be shared: one client keeps many thousand commands in flight.
 * Commands to one instance that one thread sends one after the other are handled in that order.
 *
 * <p><b>Threads.</b> Stages complete on the client's receiving thread; what is attached to them must be short and must
 * not wait for another reply ({@link #sendAndWait} refuses to there). Use the {@code …Async} methods of
 * {@link CompletionStage} for longer work. {@link #send} waits when {@link Builder#maxInFlight} commands have no reply
 * yet.
 *
 * <p><b>Names.</b> A client with a name ({@link Builder#clientId}) that is closed, or dies, and is started again under
 * the same name receives the outcomes of what it had sent: at least once, through {@link Builder#onUnclaimedReply}. Two
 * clients must not use the same name at the same time.
 */
public final class SkaldClient implements AutoCloseable {

    private final ClientSettings settings;
    private final RequestChannel channel;
    private final CountingUuids ids = new CountingUuids(UUID.randomUUID());

    private SkaldClient(ClientSettings settings, Consumer<UnclaimedReply> unclaimed) {
        this.settings = settings;
        this.channel = new RequestChannel(settings, (commandId, record) -> unclaimed(unclaimed, commandId, record));
    }

    /** Starts a client of the application with this id. */
    public static Builder of(String applicationId) {
        return new Builder(applicationId);
    }

    /** Sends a command with {@link CommandOptions#defaults()}. */
    public <C> CompletionStage<Reply> send(AggregateType<?, C, ?> type, String instanceId, C command) {
        return send(type, instanceId, command, CommandOptions.defaults());
    }

    /**
     * Sends a command.
     *
     * @return the reply, once its outcome is durable; a refusal is a reply too. Completed exceptionally with
     *     {@link OutcomeUnknownException} if none came in time, and with whatever was wrong if the command was not
     *     sent.
     * @throws IllegalArgumentException if the instance id breaks the rules of {@link InstanceId}
     */
    public <C> CompletionStage<Reply> send(
            AggregateType<?, C, ?> type, String instanceId, C command, CommandOptions options) {
        InstanceId.check(instanceId);
        String commandId = options.commandId().orElseGet(ids::next);
        Request request = new Request(
                Request.Kind.COMMAND,
                instanceId,
                commandId,
                options.cause(commandId),
                options.expectedRevision(),
                RevisionRange.ALL);
        String topic = settings.topics().commands(type.name());
        Headers headers = TextHeaders.none();
        options.causationId().ifPresent(id -> TextHeaders.add(headers, HeaderNames.CAUSATION_ID, id));
        byte[] value;
        try {
            value = type.commandSerde().serializer().serialize(topic, headers, requireNonNull(command, "command"));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return channel.send(
                new Payload(topic, request, value, headers, options.timeout().orElse(settings.timeout())),
                Answer.reply());
    }

    /** Sends a command with {@link CommandOptions#defaults()} and waits for the reply. */
    public <C> Reply sendAndWait(AggregateType<?, C, ?> type, String instanceId, C command) {
        return sendAndWait(type, instanceId, command, CommandOptions.defaults());
    }

    /**
     * Sends a command and waits for the reply.
     *
     * @throws OutcomeUnknownException if none came in time
     * @throws IllegalStateException on the client's receiving thread, which would wait for itself
     */
    public <C> Reply sendAndWait(AggregateType<?, C, ?> type, String instanceId, C command, CommandOptions options) {
        channel.checkMayWait();
        return await(send(type, instanceId, command, options));
    }

    /**
     * Reads the state of an instance. It is read through the command topic, so it shows every command that was answered
     * before this is called.
     *
     * @return the state; that of an instance which does not exist is the initial state at revision 0
     */
    public <S> CompletionStage<InstanceState<S>> state(AggregateType<S, ?, ?> type, String instanceId) {
        return query(type, instanceId, Request.Kind.STATE, RevisionRange.ALL, Answer.state(type.model(), instanceId));
    }

    /**
     * Reads the state that an instance had at an earlier revision.
     *
     * @return the state; completed exceptionally with {@link dev.skald.ReadFailedException} if the instance has not
     *     reached the revision, or its retention has deleted events that are needed
     */
    public <S> CompletionStage<InstanceState<S>> stateAt(
            AggregateType<S, ?, ?> type, String instanceId, long revision) {
        return query(
                type,
                instanceId,
                Request.Kind.STATE,
                new RevisionRange(0, revision),
                Answer.state(type.model(), instanceId));
    }

    /** Reads the whole history of an instance. */
    public <E> CompletionStage<List<RecordedEvent<E>>> history(AggregateType<?, ?, E> type, String instanceId) {
        return pages(type, instanceId, RevisionRange.ALL, new ArrayList<>());
    }

    /**
     * Reads the events of an instance at the revisions {@code [from, to)}, in order.
     *
     * @return the events; completed exceptionally with {@link dev.skald.ReadFailedException} if the range is not within
     *     the history, or its retention has deleted some of them
     */
    public <E> CompletionStage<List<RecordedEvent<E>>> history(
            AggregateType<?, ?, E> type, String instanceId, long from, long to) {
        return pages(type, instanceId, new RevisionRange(from, to), new ArrayList<>());
    }

    private <E> CompletionStage<List<RecordedEvent<E>>> pages(
            AggregateType<?, ?, E> type, String instanceId, RevisionRange range, List<RecordedEvent<E>> before) {
        CompletionStage<Page<E>> page =
                query(type, instanceId, Request.Kind.HISTORY, range, Answer.history(type.model(), instanceId));
        return page.thenCompose(read -> {
            before.addAll(read.events());
            return read.next() >= read.end()
                    ? CompletableFuture.completedFuture(List.copyOf(before))
                    : pages(type, instanceId, new RevisionRange(read.next(), read.end()), before);
        });
    }

    private <T> CompletionStage<T> query(
            AggregateType<?, ?, ?> type, String instanceId, Request.Kind kind, RevisionRange range, Answer<T> answer) {
        InstanceId.check(instanceId);
        String topic = settings.topics().commands(type.name());
        Request request = Request.query(kind, instanceId, ids.next(), range);
        return channel.send(Payload.query(topic, request, settings.timeout()), answer);
    }

    /** Agreements by try, confirm and cancel, over the same connection. */
    public TccClient tcc() {
        return new TccClient(settings, channel);
    }

    /** Waits for a stage of this client, and unwraps what it failed with. */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void unclaimed(
            Consumer<UnclaimedReply> listener, String commandId, ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        if (ReplyHeaders.isAnswerToQuery(headers) || ReplyHeaders.kind(headers).equals(ReplyHeaders.OUTCOME)) {
            return;
        }
        listener.accept(new UnclaimedReply(
                TextHeaders.getOr(headers, HeaderNames.AGGREGATE, ""),
                TextHeaders.getOr(headers, HeaderNames.INSTANCE, ""),
                commandId,
                ReplyHeaders.read(headers, record.value())));
    }

    /**
     * Waits, as long as the client's timeout, for the replies to what was sent, then closes; see
     * {@link #close(Duration)}.
     */
    @Override
    public void close() {
        channel.close();
    }

    /**
     * Takes no more commands, waits so long for the replies to those that were sent, and closes. What has no reply by
     * then fails with {@link OutcomeUnknownException}.
     */
    public void close(Duration timeout) {
        channel.close(timeout);
    }

    /** Collects what a client needs. */
    public static final class Builder {

        private final TopicNames topics;
        private final Map<String, Object> config = new HashMap<>();
        private @Nullable String clientId;
        private Duration timeout = Duration.ofSeconds(30);
        private int maxInFlight = 10_000;
        private Consumer<UnclaimedReply> unclaimed = reply -> {};

        private Builder(String applicationId) {
            this.topics = new TopicNames(applicationId);
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

        /**
         * A name to be found by after a restart; by default the client has none, and hears of nothing that it does not
         * wait for.
         */
        public Builder clientId(String name) {
            clientId = InstanceId.check(name);
            return this;
        }

        /** How long to wait for a reply; by default 30 s. */
        public Builder timeout(Duration duration) {
            timeout = requireNonNull(duration, "duration");
            return this;
        }

        /** How many commands may be without a reply before {@link #send} waits; by default 10,000. */
        public Builder maxInFlight(int commands) {
            if (commands < 1) {
                throw new IllegalArgumentException("expected 1 or more commands in flight, but it is " + commands);
            }
            maxInFlight = commands;
            return this;
        }

        /** Who hears of replies that nobody waits for. Called on the receiving thread, at least once for each. */
        public Builder onUnclaimedReply(Consumer<UnclaimedReply> listener) {
            unclaimed = requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Connects; when this returns, the client can send.
         *
         * @throws BrokerUnreachableException if no broker answers
         * @throws org.apache.kafka.common.KafkaException if the application's reply topic does not exist
         */
        public SkaldClient connect() {
            String name = clientId == null ? "client-" + UUID.randomUUID() : clientId;
            ClientSettings settings = new ClientSettings(topics, name, clientId != null, timeout, maxInFlight, config);
            return BrokerUnreachableException.unlessReachable(config, () -> new SkaldClient(settings, unclaimed));
        }
    }
}
