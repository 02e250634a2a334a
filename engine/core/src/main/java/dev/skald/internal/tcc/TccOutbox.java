/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.tcc;

import static dev.skald.internal.model.TextHeaders.add;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.HeaderNames;
import dev.skald.internal.command.Destination;
import dev.skald.internal.command.ReplyHeaders;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.model.TopicNames;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.tcc.Caller;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Step;
import dev.skald.tcc.TccEffect;
import dev.skald.tcc.TccState;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Performs effects by writing records: requests to participants, outcomes to callers, the list of repairs. */
final class TccOutbox {

    private final TopicNames topics;
    private final ProcessorContext<Destination, byte @Nullable []> context;
    private final Serializer<Outcome> outcomes = TccJson.outcomes().serializer();

    TccOutbox(TopicNames topics, ProcessorContext<Destination, byte @Nullable []> context) {
        this.topics = topics;
        this.context = context;
    }

    void perform(TccEffect effect, TccState state, @Nullable String traceparent) {
        if (effect instanceof TccEffect.Ask ask) {
            ask(ask, state, traceparent);
        } else if (effect instanceof TccEffect.Tell tell) {
            tell(tell.caller(), tell.outcome());
        } else if (effect instanceof TccEffect.NeedsRepair needed) {
            byte[] value = outcomes.serialize(topics.repairs(), needed.outcome());
            send(Destination.byKey(topics.repairs(), state.id()), value, TextHeaders.none());
        } else if (effect instanceof TccEffect.NeedsNoRepair) {
            send(Destination.byKey(topics.repairs(), state.id()), null, TextHeaders.none());
        } else {
            throw new AssertionError(effect);
        }
    }

    private void ask(TccEffect.Ask ask, TccState state, @Nullable String traceparent) {
        ParticipantRequest request = new ParticipantRequest(
                state.id(),
                state.type(),
                ask.leg().name(),
                ask.phase(),
                ask.attempt(),
                topics.tccReplies(),
                answerBy(ask, state),
                traceparent);
        send(
                Destination.byKey(
                        ParticipantRequest.topic(ask.leg().participant()),
                        ask.leg().key()),
                ask.leg().request().bytes(),
                request.headers());
    }

    private static Instant answerBy(TccEffect.Ask ask, TccState state) {
        var side = state.sides().get(ask.leg().name());
        Step step = side == null ? null : side.step(ask.phase());
        Instant due = step == null ? null : step.due();
        return due == null ? Instant.ofEpochMilli(Long.MAX_VALUE) : due;
    }

    /** Tells a caller the outcome. */
    void tell(Caller caller, Outcome outcome) {
        Headers headers = TextHeaders.none();
        add(headers, HeaderNames.AGGREGATE, TccModel.NAME);
        add(headers, HeaderNames.INSTANCE, outcome.id());
        add(headers, HeaderNames.COMMAND_ID, caller.requestId());
        add(headers, HeaderNames.REPLY, ReplyHeaders.OUTCOME);
        add(headers, HeaderNames.CODE, outcome.result().name());
        send(
                new Destination(
                        topics.replies(), caller.partition(), caller.clientId().getBytes(UTF_8)),
                outcomes.serialize(topics.replies(), outcome),
                headers);
    }

    private void send(Destination destination, byte @Nullable [] value, Headers headers) {
        context.forward(new Record<>(destination, value, context.currentSystemTimeMs(), headers));
    }
}
