/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import static dev.skald.internal.instance.Guard.rules;
import static java.util.Objects.requireNonNull;

import dev.skald.BrokenHistoryException;
import dev.skald.ForeignSnapshotException;
import dev.skald.HandlingException;
import dev.skald.HistoryHorizonException;
import dev.skald.Reply;
import dev.skald.internal.command.CommandHandler.Outcome;
import dev.skald.internal.command.Outbox.Asker;
import dev.skald.internal.instance.Instances;
import dev.skald.internal.model.AggregateModel;
import dev.skald.internal.model.Partitions;
import dev.skald.internal.participant.AggregateParticipant;
import dev.skald.internal.participant.ParticipantHandler;
import dev.skald.internal.participant.Participants;
import dev.skald.internal.store.InstancesInStores;
import dev.skald.internal.store.RecordLimit;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * The handling of commands while a partition is assigned.
 *
 * <p>Whatever a record holds, it is answered or dead-lettered, and the next one is handled. Only an error of the
 * infrastructure, such as a store that cannot be read, is thrown: Streams then aborts the Kafka transaction, closes the
 * task, and starts again from what was committed.
 */
final class CommandTask<S, C, E> implements EngineTask {

    private final ProcessorContext<Destination, byte[]> context;
    private final Deserializer<C> deserializer;
    private final int partitions;
    private final Telemetry telemetry;
    private final Instances<S, E> instances;
    private final CommandHandler<S, C, E> commands;
    private final QueryHandler<S, E> queries;
    private final Outbox<S, C, E> outbox;
    private final Unhandled unhandled;
    private final Pacing pacing;
    private final Participants<S, E> participants;
    private final String commandTopic;

    CommandTask(
            AggregateModel<S, C, E> model,
            List<AggregateParticipant<S, ?, E>> participants,
            EngineSettings settings,
            ProcessorContext<Destination, byte[]> context) {
        RecordLimit limit = settings.recordLimit().get();
        this.context = context;
        this.deserializer = model.serdes().command().deserializer();
        this.partitions = settings.partitions();
        this.telemetry = Telemetry.of(model.name(), context);
        this.instances = InstancesInStores.open(model, context, settings.cache(), limit, telemetry);
        this.outbox = new Outbox<>(model, settings.topics().replies(), limit, context);
        this.commands = new CommandHandler<>(model, instances, telemetry);
        this.queries = new QueryHandler<>(instances, outbox);
        this.unhandled = new Unhandled(
                instances, new DeadLetters(model.name(), settings.topics().deadLetters(), limit, context), telemetry);
        this.pacing = Pacing.open(settings.input(), context, telemetry.meters());
        this.commandTopic = settings.topics().commands(model.name());
        this.participants = new Participants<>(
                participants, settings.fenceRetention(), instances, new ParticipantOutbox(context), context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata position = context.recordMetadata().orElseThrow();
        if (position.topic().equals(commandTopic)) {
            command(record, position);
        } else {
            request(record, position);
        }
        pacing.processed(position);
    }

    /** What the aggregate is asked as a participant of an agreement. */
    private void request(Record<byte[], byte[]> record, RecordMetadata position) {
        ParticipantHandler<S, E> participant = participants.askedThrough(position.topic());
        try {
            checkPartition(participant.key(record), position);
            participant.handle(record, position);
        } catch (HandlingException e) {
            unhandled.keep(record, position, "", requireNonNull(e.getCause()));
            participant.answerUnreadable(record, requireNonNull(e.getCause()));
        }
    }

    private void command(Record<byte[], byte[]> record, RecordMetadata position) {
        Incoming incoming = Incoming.read(record, position);
        try {
            Request request = incoming.request();
            checkPartition(requireNonNull(record.key()), position);
            answer(request, incoming.asker(), record, position);
        } catch (HandlingException e) {
            fail(record, position, incoming.asker(), requireNonNull(e.getCause()));
        } catch (BrokenHistoryException | ForeignSnapshotException e) {
            fail(record, position, incoming.asker(), e);
        }
    }

    private void answer(Request request, Asker asker, Record<byte[], byte[]> record, RecordMetadata position) {
        if (request.kind() == Request.Kind.COMMAND) {
            C command = rules(
                    () -> deserializer.deserialize(position.topic(), record.headers(), record.value()),
                    "the command's deserializer");
            Outcome outcome = commands.handle(request, command);
            telemetry.meters().outcome(outcome.reply(), outcome.repeated());
            outbox.reply(asker, outcome.reply());
        } else {
            telemetry.meters().query();
            query(request, asker);
        }
    }

    private void query(Request request, Asker asker) {
        try {
            queries.answer(request, asker);
        } catch (HistoryHorizonException | IllegalArgumentException e) {
            // To ask for what is not there is no fault of the record: the asker is told, and that is all.
            outbox.reply(asker, failed(e));
        }
    }

    private void checkPartition(byte[] key, RecordMetadata position) {
        int expected = Partitions.of(key, partitions);
        if (expected != position.partition()) {
            throw new HandlingException(new IllegalArgumentException(
                    "expected the command in partition %d of %d, where its instance lives, but it is in %d:"
                                    .formatted(expected, partitions, position.partition())
                            + " its producer has to use Kafka's default partitioner (murmur2)"));
        }
    }

    private void fail(Record<byte[], byte[]> record, RecordMetadata position, Asker asker, Throwable cause) {
        unhandled.keep(record, position, asker.instanceId(), cause);
        Reply.Failed reply = failed(cause);
        telemetry.meters().outcome(reply, false);
        outbox.reply(asker, reply);
    }

    private static Reply.Failed failed(Throwable cause) {
        return new Reply.Failed(cause.getClass().getName(), String.valueOf(cause.getMessage()));
    }

    @Override
    public void close() {
        participants.close();
        instances.close();
        telemetry.close();
        pacing.close();
    }
}
