/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.tcc;

import static dev.skald.internal.instance.Guard.rules;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.skald.BrokenHistoryException;
import dev.skald.HandlingException;
import dev.skald.InstanceId;
import dev.skald.Reply;
import dev.skald.internal.command.DeadLetters;
import dev.skald.internal.command.Destination;
import dev.skald.internal.command.EngineSettings;
import dev.skald.internal.command.EngineTask;
import dev.skald.internal.command.Incoming;
import dev.skald.internal.command.Outbox;
import dev.skald.internal.command.Outbox.Asker;
import dev.skald.internal.command.Pacing;
import dev.skald.internal.command.QueryHandler;
import dev.skald.internal.command.Request;
import dev.skald.internal.command.Telemetry;
import dev.skald.internal.command.Unhandled;
import dev.skald.internal.instance.Instances;
import dev.skald.internal.model.TopicNames;
import dev.skald.internal.participant.ParticipantAnswer;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.internal.store.InstancesInStores;
import dev.skald.internal.store.RecordLimit;
import dev.skald.internal.timer.Alarms;
import dev.skald.tcc.TccCommand;
import dev.skald.tcc.TccEvent;
import dev.skald.tcc.TccState;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The coordinator of the agreements of one partition: hears clients, participants and time.
 *
 * <p>As with aggregates, whatever a record holds, the next one is handled.
 */
final class TccTask implements EngineTask {

    private static final Duration TICK = Duration.ofMillis(20);

    /** What an agreement takes in memory, roughly, and each of its sides with a small request. */
    private static final long BYTES = 500;

    private static final long SIDE_BYTES = 600;

    /** How many are woken in one tick, so that answers are not kept waiting. */
    private static final int MOST_WOKEN = 200;

    private final ProcessorContext<Destination, byte[]> context;
    private final TopicNames topics;
    private final Telemetry telemetry;
    private final Instances<TccState, TccEvent> instances;
    private final Alarms alarms;
    private final Coordinator coordinator;
    private final Starts starts;
    private final Outbox<TccState, TccCommand, TccEvent> outbox;
    private final QueryHandler<TccState, TccEvent> queries;
    private final Unhandled unhandled;
    private final Pacing pacing;
    private final Cancellable ticking;
    private final Deserializer<TccMessage> messages = TccJson.messages().deserializer();

    TccTask(Starts starts, EngineSettings settings, ProcessorContext<Destination, byte[]> context) {
        RecordLimit limit = settings.recordLimit().get();
        this.context = context;
        this.topics = settings.topics();
        this.starts = starts;
        this.telemetry = Telemetry.of(TccModel.NAME, context);
        this.instances = InstancesInStores.open(TccModel.MODEL, context, settings.cache(), limit, telemetry)
                .weighedBy(settings.cache(), state -> BYTES + state.sides().size() * SIDE_BYTES);
        this.alarms = new Alarms(context.getStateStore(TccModel.ALARM_STORE));
        this.coordinator = new Coordinator(instances, alarms, new TccOutbox(topics, context));
        this.outbox = new Outbox<>(TccModel.MODEL, topics.replies(), limit, context);
        this.queries = new QueryHandler<>(instances, outbox);
        this.unhandled = new Unhandled(
                instances, new DeadLetters(TccModel.NAME, topics.deadLetters(), limit, context), telemetry);
        this.pacing = Pacing.open(settings.input(), context, telemetry.meters());
        this.ticking = context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata position = context.recordMetadata().orElseThrow();
        if (position.topic().equals(topics.tccReplies())) {
            answer(record, position);
        } else {
            request(record, position);
        }
        pacing.processed(position);
    }

    private void request(Record<byte[], byte[]> record, RecordMetadata position) {
        Incoming incoming = Incoming.read(record, position);
        Asker asker = incoming.asker();
        try {
            Request request = incoming.request();
            if (request.kind() == Request.Kind.COMMAND) {
                TccMessage message = rules(
                        () -> messages.deserialize(position.topic(), record.headers(), record.value()),
                        "the message's deserializer");
                command(request, message, asker);
            } else {
                telemetry.meters().query();
                queries.answer(request, asker);
            }
        } catch (HandlingException e) {
            fail(record, position, asker, requireNonNull(e.getCause()));
        } catch (BrokenHistoryException | IllegalArgumentException e) {
            fail(record, position, asker, e);
        }
    }

    private void command(Request request, TccMessage message, Asker asker) {
        Instant now = now();
        Reply reply = starts.refusal(message)
                .orElseGet(() -> coordinator.handle(
                        request.instanceId(),
                        starts.command(request.instanceId(), message, asker, now),
                        request.cause()));
        telemetry.meters().outcome(reply, false);
        boolean waits = message instanceof TccMessage.Start || message instanceof TccMessage.Join;
        if (!waits || !(reply instanceof Reply.Accepted)) {
            outbox.reply(asker, reply);
        }
    }

    /** What a participant has answered. */
    private void answer(Record<byte[], byte[]> record, RecordMetadata position) {
        try {
            String id = id(record);
            ParticipantAnswer answered =
                    rules(() -> ParticipantAnswer.read(record.headers(), record.value()), "the answer's headers");
            Reply reply = coordinator.handle(
                    id,
                    new TccCommand.Report(
                            answered.side(), answered.phase(), answered.attempt(), answered.answer(), now()),
                    ParticipantRequest.cause(
                            id, answered.side(), answered.phase().text(), null));
            telemetry.meters().outcome(reply, false);
        } catch (HandlingException e) {
            unhandled.keep(record, position, "", requireNonNull(e.getCause()));
        } catch (BrokenHistoryException e) {
            unhandled.keep(record, position, "", e);
        }
    }

    private static String id(Record<byte[], byte[]> record) {
        return rules(
                () -> InstanceId.check(new String(requireNonNull(record.key(), "the record's key"), UTF_8)),
                "the agreement's id");
    }

    private void tick(long nowMs) {
        if (alarms.ring(nowMs, MOST_WOKEN, this::wake) > 0) {
            pacing.workedUnasked();
        }
    }

    private void wake(String id) {
        try {
            coordinator.handle(id, new TccCommand.Wake(now()), ParticipantRequest.cause(id, "", "alarm", null));
        } catch (HandlingException | BrokenHistoryException e) {
            // Nothing was written, and there is no record to keep: whoever asks for it next will hear of it.
            OptionalLong revision = instances.forget(id);
            telemetry.log().notWoken(id, revision, e);
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    private void fail(Record<byte[], byte[]> record, RecordMetadata position, Asker asker, Throwable cause) {
        unhandled.keep(record, position, asker.instanceId(), cause);
        outbox.reply(asker, new Reply.Failed(cause.getClass().getName(), String.valueOf(cause.getMessage())));
    }

    @Override
    public void close() {
        ticking.cancel();
        instances.close();
        telemetry.close();
        pacing.close();
    }
}
