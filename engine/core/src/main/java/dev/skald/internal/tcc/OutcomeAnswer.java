/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.tcc;

import dev.skald.Reply;
import dev.skald.internal.client.Answer;
import dev.skald.internal.client.Pending;
import dev.skald.internal.command.ReplyHeaders;
import dev.skald.tcc.Outcome;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** How the outcome of an agreement is read. A refusal to begin it is an exception. */
public final class OutcomeAnswer implements Answer<Outcome> {

    @Override
    public Pending<Outcome> pending(String requestId, long deadlineNanos) {
        return new Pending<>(requestId, deadlineNanos) {
            @Override
            protected Outcome receive(ConsumerRecord<byte[], byte[]> record) {
                if (ReplyHeaders.kind(record.headers()).equals(ReplyHeaders.OUTCOME)) {
                    return TccJson.outcomes().deserializer().deserialize(record.topic(), record.value());
                }
                // Only a refusal comes instead of an outcome; what else would come is no answer to the question.
                Reply reply = ReplyHeaders.read(record.headers(), record.value());
                throw new IllegalStateException("expected an outcome, but the reply is " + reply.orElseThrow());
            }
        };
    }
}
