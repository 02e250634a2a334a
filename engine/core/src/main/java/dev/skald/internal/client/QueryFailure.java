/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.client;

import dev.skald.ReadFailedException;
import dev.skald.Reply;
import dev.skald.internal.command.ReplyHeaders;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns the failure of a query, which travels as a reply, into an exception for the asker. */
final class QueryFailure {

    private QueryFailure() {}

    static void throwIfFailed(String instanceId, ConsumerRecord<byte[], byte[]> record) {
        if (ReplyHeaders.isFailure(record.headers())) {
            Reply reply = ReplyHeaders.read(record.headers(), record.value());
            if (reply instanceof Reply.Failed failed) {
                throw new ReadFailedException(instanceId, failed.cause(), failed.message());
            }
        }
    }
}
