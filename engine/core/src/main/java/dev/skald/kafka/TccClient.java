/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import dev.skald.InstanceId;
import dev.skald.InstanceState;
import dev.skald.RecordedEvent;
import dev.skald.Reply;
import dev.skald.internal.client.Answer;
import dev.skald.internal.client.ClientSettings;
import dev.skald.internal.client.RequestChannel;
import dev.skald.internal.client.RequestChannel.Payload;
import dev.skald.internal.command.Request;
import dev.skald.internal.command.RevisionRange;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.tcc.OutcomeAnswer;
import dev.skald.internal.tcc.RepairReader;
import dev.skald.internal.tcc.TccJson;
import dev.skald.internal.tcc.TccMessage;
import dev.skald.internal.tcc.TccModel;
import dev.skald.tcc.OpenRepair;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.TccEvent;
import dev.skald.tcc.TccFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Starts agreements by try, confirm and cancel, and asks about them. Got from {@link SkaldClient#tcc}; the same rules
 * for threads hold.
 *
 * <p>How long a client waits has nothing to do with the agreement's own times: an agreement goes on whether somebody
 * waits or not, and whoever comes back asks with {@link #outcome}.
 */
public final class TccClient {

    private final ClientSettings settings;
    private final RequestChannel channel;

    TccClient(ClientSettings settings, RequestChannel channel) {
        this.settings = settings;
        this.channel = channel;
    }

    /** Starts an agreement and waits for its outcome as long as the client waits for replies. */
    public CompletionStage<Outcome> start(TccRequest request) {
        return start(request, settings.timeout());
    }

    /**
     * Starts an agreement.
     *
     * @param timeout how long to wait for the outcome
     * @return how it ended. Completed exceptionally with {@link dev.skald.OutcomeUnknownException} if that was not
     *     known in time, and with {@link dev.skald.NotAcceptedException} if the application refused, because it does
     *     not know the type or a participant, or the id belongs to an agreement of another type.
     */
    public CompletionStage<Outcome> start(TccRequest request, Duration timeout) {
        return ask(request.id(), request.message(), timeout, new OutcomeAnswer());
    }

    /** Starts an agreement and waits until all sides have confirmed. */
    public Outcome orchestrate(TccRequest request) {
        return orchestrate(request, settings.timeout());
    }

    /**
     * Starts an agreement and waits until all sides have confirmed.
     *
     * @throws TccFailedException saying in which phase it failed, at which sides, and why
     * @throws dev.skald.OutcomeUnknownException if the outcome was not known in time
     * @throws IllegalStateException on the client's receiving thread, which would wait for itself
     */
    public Outcome orchestrate(TccRequest request, Duration timeout) {
        channel.checkMayWait();
        return SkaldClient.await(start(request, timeout)).orElseThrow();
    }

    /** Waits for the outcome of an agreement that was started before, by whomever. */
    public CompletionStage<Outcome> outcome(String id) {
        return outcome(id, settings.timeout());
    }

    /**
     * Waits for the outcome of an agreement that was started before, by whomever.
     *
     * @return how it ended, at once if it has; completed exceptionally with {@link dev.skald.NotAcceptedException} if
     *     there is no such agreement
     */
    public CompletionStage<Outcome> outcome(String id, Duration timeout) {
        return ask(id, new TccMessage.Join(), timeout, new OutcomeAnswer());
    }

    /**
     * How an agreement stands now, side by side.
     *
     * @return its result is {@link Outcome.Result#PENDING} while it goes on; of an agreement that does not exist, the
     *     id is empty
     */
    public CompletionStage<Outcome> status(String id) {
        String requestId = UUID.randomUUID().toString();
        return channel.send(
                        Payload.query(
                                topic(),
                                Request.query(Request.Kind.STATE, InstanceId.check(id), requestId, RevisionRange.ALL),
                                settings.timeout()),
                        Answer.state(TccModel.MODEL, id))
                .thenApply(InstanceState::state)
                .thenApply(dev.skald.tcc.TccState::outcome);
    }

    /**
     * The log of an agreement: who was asked, who answered what, when, at which attempt, and what was decided.
     *
     * @return all of it, in order; empty of an agreement that does not exist
     */
    public CompletionStage<List<RecordedEvent<TccEvent>>> log(String id) {
        return log(InstanceId.check(id), RevisionRange.ALL, new ArrayList<>());
    }

    private CompletionStage<List<RecordedEvent<TccEvent>>> log(
            String id, RevisionRange range, List<RecordedEvent<TccEvent>> before) {
        Request request =
                Request.query(Request.Kind.HISTORY, id, UUID.randomUUID().toString(), range);
        CompletionStage<Answer.Page<TccEvent>> page =
                channel.send(Payload.query(topic(), request, settings.timeout()), Answer.history(TccModel.MODEL, id));
        return page.thenCompose(read -> {
            before.addAll(read.events());
            return read.next() >= read.end()
                    ? CompletableFuture.completedFuture(List.copyOf(before))
                    : log(id, new RevisionRange(read.next(), read.end()), before);
        });
    }

    /**
     * What needs repair, the oldest first: agreements of which something was given up that has neither succeeded since
     * nor been resolved, nor is being asked for again.
     *
     * <p>Read from its topic on the calling thread, with a connection of its own; the application need not run.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if that takes longer than the client waits for replies
     * @throws org.apache.kafka.common.KafkaException if the application has no agreements
     */
    public List<OpenRepair> repairs() {
        try (Consumer<byte[], byte[]> consumer = RepairReader.consumer(settings.kafka())) {
            return new RepairReader(consumer, settings.topics().repairs()).read(settings.timeout());
        }
    }

    /**
     * Orders that what was given up is asked for again.
     *
     * @param note who orders it and why; it is kept in the log
     * @return rejected as {@code nothing-to-repair} if nothing was given up
     */
    public CompletionStage<Reply> retry(String id, String note) {
        return ask(id, new TccMessage.Retry(note), settings.timeout(), Answer.reply());
    }

    /**
     * Takes an agreement off the list of what needs repair, because it has been put in order by hand.
     *
     * @param note who did what; it is kept in the log
     * @return rejected as {@code nothing-to-repair} if nothing was given up
     */
    public CompletionStage<Reply> resolve(String id, String note) {
        return ask(id, new TccMessage.Resolve(note), settings.timeout(), Answer.reply());
    }

    private <T> CompletionStage<T> ask(String id, TccMessage message, Duration timeout, Answer<T> answer) {
        Request request = new Request(
                Request.Kind.COMMAND,
                InstanceId.check(id),
                UUID.randomUUID().toString(),
                dev.skald.Cause.root(id),
                dev.skald.ExpectedRevision.any(),
                RevisionRange.ALL);
        byte[] value = TccJson.messages().serializer().serialize(topic(), message);
        return channel.send(new Payload(topic(), request, value, TextHeaders.none(), timeout), answer);
    }

    private String topic() {
        return settings.topics().commands(TccModel.NAME);
    }
}
