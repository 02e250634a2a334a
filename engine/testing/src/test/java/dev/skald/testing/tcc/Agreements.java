/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing.tcc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.HeaderNames;
import dev.skald.internal.command.CommandHeaders;
import dev.skald.internal.command.ReplyAddress;
import dev.skald.internal.command.ReplyHeaders;
import dev.skald.internal.command.Request;
import dev.skald.internal.command.RevisionRange;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.participant.ParticipantAnswer;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.internal.tcc.TccJson;
import dev.skald.internal.tcc.TccMessage;
import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.TccType;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Payload;
import dev.skald.tcc.Phase;
import dev.skald.tcc.TccEvent;
import dev.skald.tcc.TccState;
import dev.skald.testing.TestApplication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** A coordinator on the test driver, whose participants and clients are in the test's hands. */
final class Agreements implements AutoCloseable {

    static final ParticipantType<String> A = ParticipantType.named("a", Serdes.String());
    static final ParticipantType<String> B = ParticipantType.named("b", Serdes.String());

    private static final String TYPE = "deal";
    private static final Map<String, ParticipantType<String>> PARTICIPANTS = Map.of("a", A, "b", B);

    private final SkaldApplication application;
    private final TestApplication running;

    Agreements() {
        this(type -> type);
    }

    Agreements(UnaryOperator<TccType.Builder> settings) {
        TccType deal = settings.apply(TccType.named(TYPE).participant(A).participant(B))
                .build();
        application = SkaldApplication.named("test").partitions(1).tcc(deal).build();
        running = TestApplication.of(application, application.topology());
    }

    /** Asks for an agreement of these sides; returns the id by which the caller waits. */
    String start(String id, String... sides) {
        List<TccMessage.Ask> asks = new ArrayList<>();
        for (String side : sides) {
            asks.add(new TccMessage.Ask(side, side, "key-" + side, Payload.of("please".getBytes(UTF_8))));
        }
        return send(id, new TccMessage.Start(TYPE, asks));
    }

    String send(String id, TccMessage message) {
        return send(id, TccJson.messages().serializer().serialize("", message), Request.Kind.COMMAND);
    }

    /** Sends whatever bytes; returns the request's id. */
    String send(String id, byte @Nullable [] value, Request.Kind kind) {
        String requestId = UUID.randomUUID().toString();
        Headers headers = TextHeaders.none();
        Request request = kind == Request.Kind.COMMAND
                ? new Request(
                        kind,
                        id,
                        requestId,
                        dev.skald.Cause.root(requestId),
                        dev.skald.ExpectedRevision.any(),
                        RevisionRange.ALL)
                : Request.query(kind, id, requestId, RevisionRange.ALL);
        CommandHeaders.write(headers, request, new ReplyAddress("client", 0));
        running.pipe("test-tcc-commands", new TestRecord<>(id.getBytes(UTF_8), value, headers));
        return requestId;
    }

    /** The requests that a participant has got since this was last asked. */
    List<ParticipantRequest> requests(String participant) {
        ParticipantType<String> type = PARTICIPANTS.get(participant);
        if (type == null) {
            throw new IllegalArgumentException(participant);
        }
        return output(type.requestTopic(), new StringDeserializer()).stream()
                .map(record -> ParticipantRequest.read(record.headers()))
                .toList();
    }

    void answer(String id, String side, Phase phase, int attempt, Answer answer) {
        ParticipantAnswer told = new ParticipantAnswer(side, phase, attempt, answer);
        running.pipe("test-tcc-replies", new TestRecord<>(id.getBytes(UTF_8), told.value(), told.headers()));
    }

    void advance(Duration duration) {
        running.advance(duration);
    }

    /** The outcomes that callers were told since this was last asked, by the ids of their requests. */
    List<Map.Entry<String, Outcome>> told() {
        return replies().stream()
                .filter(reply -> ReplyHeaders.kind(reply.headers()).equals(ReplyHeaders.OUTCOME))
                .map(reply -> Map.entry(
                        String.valueOf(TextHeaders.get(reply.headers(), HeaderNames.COMMAND_ID)),
                        TccJson.outcomes().deserializer().deserialize("", reply.value())))
                .toList();
    }

    List<TestRecord<String, byte[]>> replies() {
        return output(application.replyTopic(), new StringDeserializer());
    }

    TccState state(String id) {
        replies();
        send(id, null, Request.Kind.STATE);
        List<TestRecord<String, byte[]>> answer = replies();
        return TccJson.states()
                .deserializer()
                .deserialize("", answer.get(answer.size() - 1).value());
    }

    List<TccEvent> log(String id) {
        replies();
        send(id, null, Request.Kind.HISTORY);
        return replies().stream()
                .filter(reply -> ReplyHeaders.kind(reply.headers()).equals(ReplyHeaders.EVENT))
                .map(reply -> TccJson.events().deserializer().deserialize("", reply.value()))
                .toList();
    }

    /** What has come onto the list of repairs since this was last asked; null where something has left it. */
    List<TestRecord<String, byte[]>> repairs() {
        return output("test-tcc-repairs", new StringDeserializer());
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return running.deadLetters();
    }

    private <K> List<TestRecord<K, byte[]>> output(String topic, Deserializer<K> keys) {
        return running.driver()
                .createOutputTopic(topic, keys, new ByteArrayDeserializer())
                .readRecordsToList();
    }

    TestApplication running() {
        return running;
    }

    @Override
    public void close() {
        running.close();
    }
}
