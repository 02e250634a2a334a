/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import static dev.skald.internal.instance.Guard.rules;
import static dev.skald.internal.model.TextHeaders.add;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.HeaderNames;
import dev.skald.InstanceState;
import dev.skald.RecordedEvent;
import dev.skald.Reply;
import dev.skald.internal.model.AggregateModel;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.store.EventHeaders;
import dev.skald.internal.store.RecordLimit;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Writes the answers to requests, each to the client that asked. */
public final class Outbox<S, C, E> {

    private final AggregateModel<S, C, E> model;
    private final String replyTopic;
    private final RecordLimit limit;
    private final ProcessorContext<Destination, byte[]> context;

    /** Creates an outbox that writes to this topic. */
    public Outbox(
            AggregateModel<S, C, E> model,
            String replyTopic,
            RecordLimit limit,
            ProcessorContext<Destination, byte[]> context) {
        this.model = model;
        this.replyTopic = replyTopic;
        this.limit = limit;
        this.context = context;
    }

    /**
     * Who asked, and what about.
     *
     * @param replyTo where answers go; null if nobody waits for one, and then nothing is written
     * @param commandId the id by which the asker knows the request
     * @param instanceId the instance, as far as it is known
     */
    public record Asker(@Nullable ReplyAddress replyTo, String commandId, String instanceId) {}

    /** Answers a command. */
    public void reply(Asker asker, Reply reply) {
        Headers headers = headers(asker);
        byte[] value = ReplyHeaders.write(headers, reply);
        send(asker, headers, value, context.currentSystemTimeMs());
    }

    void state(Asker asker, InstanceState<S> state) {
        Headers headers = headers(asker);
        add(headers, HeaderNames.REPLY, ReplyHeaders.STATE);
        add(headers, HeaderNames.REVISION, Long.toString(state.revision()));
        byte[] value = serialize(model.serdes().state(), headers, state.state());
        send(asker, headers, value, context.currentSystemTimeMs());
    }

    void event(Asker asker, RecordedEvent<E> event) {
        Headers headers = EventHeaders.write(event.metadata());
        byte[] value = serialize(model.serdes().event(), headers, event.event());
        address(headers, asker);
        add(headers, HeaderNames.REPLY, ReplyHeaders.EVENT);
        add(headers, HeaderNames.REVISION, Long.toString(event.revision()));
        send(asker, headers, value, event.metadata().recordedAt().toEpochMilli());
    }

    void endOfHistory(Asker asker, RevisionRange told, long revision) {
        Headers headers = headers(asker);
        add(headers, HeaderNames.REPLY, ReplyHeaders.END);
        add(headers, HeaderNames.REVISION_RANGE, told.toString());
        add(headers, HeaderNames.REVISION, Long.toString(revision));
        send(asker, headers, new byte[0], context.currentSystemTimeMs());
    }

    private <T> byte[] serialize(Serde<T> serde, Headers headers, T data) {
        return rules(() -> serde.serializer().serialize(replyTopic, headers, data), "the serializer");
    }

    private Headers headers(Asker asker) {
        Headers headers = TextHeaders.none();
        add(headers, HeaderNames.AGGREGATE, model.name());
        address(headers, asker);
        return headers;
    }

    private static void address(Headers headers, Asker asker) {
        add(headers, HeaderNames.INSTANCE, asker.instanceId());
        add(headers, HeaderNames.COMMAND_ID, asker.commandId());
    }

    private void send(Asker asker, Headers headers, byte[] value, long timestamp) {
        ReplyAddress replyTo = asker.replyTo();
        if (replyTo == null) {
            return;
        }
        byte[] key = replyTo.clientId().getBytes(UTF_8);
        if (!limit.allows(key, value, headers)) {
            reply(asker, tooLarge(value.length));
            return;
        }
        Destination destination = new Destination(replyTopic, replyTo.partition(), key);
        context.forward(new Record<>(destination, value, timestamp, headers));
    }

    private Reply.Failed tooLarge(int bytes) {
        return new Reply.Failed(
                RecordTooLargeException.class.getName(),
                "expected an answer of at most %d bytes, but its value alone has %d: raise max.message.bytes of %s"
                        .formatted(limit.bytes(), bytes, replyTopic));
    }
}
