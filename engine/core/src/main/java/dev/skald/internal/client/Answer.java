/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.client;

import dev.skald.InstanceState;
import dev.skald.RecordedEvent;
import dev.skald.Reply;
import dev.skald.internal.command.ReplyHeaders;
import dev.skald.internal.model.AggregateModel;
import dev.skald.internal.store.EventHeaders;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How the answer to a kind of request is read.
 *
 * @param <T> the answer
 */
@FunctionalInterface
public interface Answer<T> {

    /** A request that waits for such an answer. */
    Pending<T> pending(String requestId, long deadlineNanos);

    /** The reply to a command. */
    static Answer<Reply> reply() {
        return (requestId, deadline) -> new Pending<>(requestId, deadline) {
            @Override
            protected Reply receive(ConsumerRecord<byte[], byte[]> record) {
                return ReplyHeaders.read(record.headers(), record.value());
            }
        };
    }

    /** A state. */
    static <S> Answer<InstanceState<S>> state(AggregateModel<S, ?, ?> model, String instanceId) {
        return (requestId, deadline) -> new Pending<>(requestId, deadline) {
            @Override
            protected InstanceState<S> receive(ConsumerRecord<byte[], byte[]> record) {
                Headers headers = record.headers();
                QueryFailure.throwIfFailed(instanceId, record);
                S state = model.serdes().state().deserializer().deserialize(record.topic(), headers, record.value());
                return new InstanceState<>(instanceId, ReplyHeaders.revision(headers), state);
            }
        };
    }

    /**
     * A page of a history.
     *
     * @param events the events
     * @param next the revision after them
     * @param end where the history that was asked for ends
     */
    record Page<E>(List<RecordedEvent<E>> events, long next, long end) {}

    /** A page of a history; it comes as several records. */
    static <E> Answer<Page<E>> history(AggregateModel<?, ?, E> model, String instanceId) {
        return (requestId, deadline) -> new Pending<>(requestId, deadline) {

            private final List<RecordedEvent<E>> events = new ArrayList<>();

            @Override
            @Nullable
            protected Page<E> receive(ConsumerRecord<byte[], byte[]> record) {
                Headers headers = record.headers();
                if (ReplyHeaders.kind(headers).equals(ReplyHeaders.EVENT)) {
                    E event =
                            model.serdes().event().deserializer().deserialize(record.topic(), headers, record.value());
                    events.add(new RecordedEvent<>(
                            instanceId,
                            ReplyHeaders.revision(headers),
                            event,
                            EventHeaders.read(headers, record.timestamp())));
                    return null;
                }
                QueryFailure.throwIfFailed(instanceId, record);
                return new Page<>(events, ReplyHeaders.range(headers).to(), ReplyHeaders.revision(headers));
            }
        };
    }
}
