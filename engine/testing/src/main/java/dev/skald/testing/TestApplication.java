/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.EventKey;
import dev.skald.HeaderNames;
import dev.skald.InstanceState;
import dev.skald.RecordedEvent;
import dev.skald.Reply;
import dev.skald.internal.command.CommandHeaders;
import dev.skald.internal.command.ReplyAddress;
import dev.skald.internal.command.ReplyHeaders;
import dev.skald.internal.command.Request;
import dev.skald.internal.command.RevisionRange;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.store.EventHeaders;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.CommandOptions;
import dev.skald.kafka.EventKeyDeserializer;
import dev.skald.kafka.SkaldApplication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * An application in a test, on Kafka Streams' {@link TopologyTestDriver}: the whole topology with its stores, without a
 * broker. Time stands still unless it is advanced. For one thread.
 *
 * <pre>{@code
 * try (TestApplication bank = TestApplication.of(ACCOUNT)) {
 *     bank.given(ACCOUNT, "a-1", new Opened("Ann"), new Deposited(100))
 *             .when(new Withdraw(70))
 *             .then(new Withdrawn(70));
 * }
 * }</pre>
 */
public final class TestApplication implements AutoCloseable {

    private static final String CLIENT = "test-client";

    private final SkaldApplication application;
    private final TemporaryDirectory directory;
    private final TopologyTestDriver driver;
    private final TestOutputTopic<String, byte[]> replies;

    private TestApplication(SkaldApplication application, Topology topology) {
        this.application = application;
        this.directory = TemporaryDirectory.create("skald-test-");
        Properties config = application.streamsConfig(Map.of(
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                "none:9092",
                StreamsConfig.STATE_DIR_CONFIG,
                directory.path().toString()));
        this.driver = new TopologyTestDriver(topology, config);
        this.replies = output(application.replyTopic(), new StringDeserializer());
    }

    /** An application of these aggregates, named {@code test}. */
    public static TestApplication of(AggregateType<?, ?, ?>... types) {
        SkaldApplication.Builder builder = SkaldApplication.named("test").partitions(1);
        for (AggregateType<?, ?, ?> type : types) {
            builder.aggregate(type);
        }
        SkaldApplication application = builder.build();
        return of(application, application.topology());
    }

    /**
     * An application with a topology of its own.
     *
     * @param application built with {@code partitions(1)}, because the driver has no more
     * @param topology a topology that the application's aggregates were added to
     */
    public static TestApplication of(SkaldApplication application, Topology topology) {
        return new TestApplication(application, topology);
    }

    /** The driver beneath, for all that is not said here. */
    public TopologyTestDriver driver() {
        return driver;
    }

    /** Lets time pass. */
    public void advance(Duration duration) {
        driver.advanceWallClockTime(duration);
    }

    /** Sends a command with {@link CommandOptions#defaults()} and returns the reply. */
    public <C> Reply send(AggregateType<?, C, ?> type, String instanceId, C command) {
        return send(type, instanceId, command, CommandOptions.defaults());
    }

    /** Sends a command and returns the reply. */
    public <C> Reply send(AggregateType<?, C, ?> type, String instanceId, C command, CommandOptions options) {
        String commandId = options.commandId().orElseGet(() -> UUID.randomUUID().toString());
        Request request = new Request(
                Request.Kind.COMMAND,
                instanceId,
                commandId,
                options.cause(commandId),
                options.expectedRevision(),
                RevisionRange.ALL);
        String topic = application.commandTopic(type);
        Headers headers = TextHeaders.none();
        byte[] value = type.commandSerde().serializer().serialize(topic, headers, command);
        TestRecord<String, byte[]> reply = last(ask(topic, request, value, headers));
        return ReplyHeaders.read(reply.headers(), reply.value());
    }

    /** The state of an instance, asked for as a client does. */
    public <S> InstanceState<S> state(AggregateType<S, ?, ?> type, String instanceId) {
        return state(type, instanceId, RevisionRange.ALL);
    }

    /**
     * The state that an instance had at an earlier revision, asked for as a client does.
     *
     * @throws AssertionError with the engine's message if it cannot be told
     */
    public <S> InstanceState<S> stateAt(AggregateType<S, ?, ?> type, String instanceId, long revision) {
        return state(type, instanceId, new RevisionRange(0, revision));
    }

    private <S> InstanceState<S> state(AggregateType<S, ?, ?> type, String instanceId, RevisionRange range) {
        TestRecord<String, byte[]> reply = last(query(type, Request.Kind.STATE, instanceId, range));
        S state = type.stateSerde().deserializer().deserialize(replyTopic(), reply.headers(), reply.value());
        return new InstanceState<>(instanceId, ReplyHeaders.revision(reply.headers()), state);
    }

    /** The whole history of an instance, asked for as a client does; at most 1,000 events. */
    public <E> List<RecordedEvent<E>> history(AggregateType<?, ?, E> type, String instanceId) {
        return history(type, instanceId, RevisionRange.ALL);
    }

    /**
     * The events of an instance at the revisions {@code [from, to)}, asked for as a client does.
     *
     * @throws AssertionError with the engine's message if they cannot be told
     */
    public <E> List<RecordedEvent<E>> history(AggregateType<?, ?, E> type, String instanceId, long from, long to) {
        return history(type, instanceId, new RevisionRange(from, to));
    }

    private <E> List<RecordedEvent<E>> history(AggregateType<?, ?, E> type, String instanceId, RevisionRange range) {
        List<RecordedEvent<E>> events = new ArrayList<>();
        for (TestRecord<String, byte[]> reply : query(type, Request.Kind.HISTORY, instanceId, range)) {
            if (ReplyHeaders.kind(reply.headers()).equals(ReplyHeaders.EVENT)) {
                E event = type.eventSerde().deserializer().deserialize(replyTopic(), reply.headers(), reply.value());
                long timestamp = reply.getRecordTime().toEpochMilli();
                events.add(new RecordedEvent<>(
                        instanceId,
                        ReplyHeaders.revision(reply.headers()),
                        event,
                        EventHeaders.read(reply.headers(), timestamp)));
            }
        }
        return events;
    }

    private List<TestRecord<String, byte[]>> query(
            AggregateType<?, ?, ?> type, Request.Kind kind, String instanceId, RevisionRange range) {
        Request request = Request.query(kind, instanceId, UUID.randomUUID().toString(), range);
        List<TestRecord<String, byte[]>> answer =
                ask(application.commandTopic(type), request, null, TextHeaders.none());
        TestRecord<String, byte[]> last = last(answer);
        if (ReplyHeaders.isFailure(last.headers())) {
            throw new AssertionError(ReplyHeaders.read(last.headers(), last.value()));
        }
        return answer;
    }

    private List<TestRecord<String, byte[]>> ask(
            String topic, Request request, byte @Nullable [] value, Headers headers) {
        CommandHeaders.write(headers, request, new ReplyAddress(CLIENT, 0));
        pipe(topic, new TestRecord<>(request.instanceId().getBytes(UTF_8), value, headers));
        return replies.readRecordsToList().stream()
                .filter(reply -> CLIENT.equals(reply.key())
                        && request.commandId().equals(TextHeaders.get(reply.headers(), HeaderNames.COMMAND_ID)))
                .toList();
    }

    private static TestRecord<String, byte[]> last(List<TestRecord<String, byte[]>> answer) {
        if (answer.isEmpty()) {
            throw new AssertionError("expected an answer, but there is none; see the dead letters");
        }
        return answer.get(answer.size() - 1);
    }

    private String replyTopic() {
        return application.replyTopic();
    }

    /** Puts a record into a topic as it is, however wrong. */
    public void pipe(String topic, TestRecord<byte[], byte @Nullable []> record) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record);
    }

    /** The events that the message store was sent since this was last asked, as an ordinary consumer reads them. */
    public List<TestRecord<EventKey, byte[]>> journalRecords(AggregateType<?, ?, ?> type) {
        return output(application.journalTopic(type), new EventKeyDeserializer())
                .readRecordsToList();
    }

    /** The dead letters since this was last asked. */
    public List<TestRecord<byte[], byte[]>> deadLetters() {
        return output(application.deadLetterTopic(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private <K> TestOutputTopic<K, byte[]> output(String topic, Deserializer<K> keys) {
        return driver.createOutputTopic(topic, keys, new ByteArrayDeserializer());
    }

    /**
     * Begins a specification against the whole topology: what has happened to an instance of which nothing is known
     * yet.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // List.of only reads them.
    public final <S, C, E> ApplicationSpec<S, C, E> given(AggregateType<S, C, E> type, String instanceId, E... events) {
        GivenEvents.write(driver, application, type, instanceId, List.of(events));
        return new ApplicationSpec<>(this, type, instanceId);
    }

    /** Begins a specification with an instance as it is. */
    public <S, C, E> ApplicationSpec<S, C, E> given(AggregateType<S, C, E> type, String instanceId) {
        return new ApplicationSpec<>(this, type, instanceId);
    }

    @Override
    public void close() {
        driver.close();
        directory.delete();
    }
}
