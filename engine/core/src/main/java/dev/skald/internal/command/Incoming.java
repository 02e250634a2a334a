/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import dev.skald.HandlingException;
import dev.skald.internal.command.Outbox.Asker;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A record of a command topic as far as it can be read: the request in it, or what is wrong with it. */
public record Incoming(
        Asker asker, @Nullable Request readable, @Nullable RuntimeException problem) {

    /** Reads a record, as far as that is possible. */
    public static Incoming read(Record<byte[], byte[]> record, RecordMetadata position) {
        // The place of a record is an id of its own, and the same one when the record is read again.
        Supplier<String> place = () -> position.topic() + "-" + position.partition() + "-" + position.offset();
        Headers headers = record.headers();
        Asker unknown = null;
        try {
            ReplyAddress replyTo = CommandHeaders.replyAddress(headers);
            String commandId = CommandHeaders.commandId(headers, place);
            unknown = new Asker(replyTo, commandId, "");
            Request request = CommandHeaders.read(record.key(), headers, commandId);
            return new Incoming(new Asker(replyTo, commandId, request.instanceId()), request, null);
        } catch (RuntimeException e) {
            return new Incoming(unknown == null ? new Asker(null, place.get(), "") : unknown, null, e);
        }
    }

    /**
     * The request.
     *
     * @throws HandlingException if there is none in the record
     */
    public Request request() {
        if (readable == null) {
            throw new HandlingException(
                    problem == null ? new IllegalStateException("neither request nor problem") : problem);
        }
        return readable;
    }
}
