/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.participant;

import dev.skald.tcc.Answer;
import dev.skald.tcc.Fence;
import dev.skald.tcc.Phase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/**
 * What the fence remembers of one side of one agreement.
 *
 * @param status how far it has come
 * @param tried the answer to its try
 * @param since when it came to that
 */
public record FenceEntry(Fence.Status status, Answer tried, Instant since) {

    private static final int FORMAT = 1;

    /** The answer that was given before to a request of this phase. */
    public Answer earlier(Phase phase) {
        return phase == Phase.TRY && status == Fence.Status.TRY_FAILED ? tried : Answer.done();
    }

    /** The same, come to another status. */
    public FenceEntry come(Fence.Status next, Instant now) {
        return new FenceEntry(next, tried, now);
    }

    /** As bytes. */
    public byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(status.name());
            out.writeLong(since.toEpochMilli());
            out.writeUTF(tried.kind().text());
            out.writeUTF(tried.code());
            out.writeUTF(tried.reason());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws IllegalArgumentException if the bytes are not that
     */
    public static FenceEntry read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalArgumentException("expected a fence entry in format 1, but it is " + format);
            }
            Fence.Status status = Fence.Status.valueOf(in.readUTF());
            Instant since = Instant.ofEpochMilli(in.readLong());
            return new FenceEntry(
                    status, new Answer(Answer.Kind.parse(in.readUTF()), in.readUTF(), in.readUTF()), since);
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a fence entry, but it ends too early", e);
        }
    }
}
