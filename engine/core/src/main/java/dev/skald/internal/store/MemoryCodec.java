/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import dev.skald.HandledCommand;
import dev.skald.Snapshot.Memory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The binary form of what an instance remembers, as a header of its snapshot. */
final class MemoryCodec {

    private static final int FORMAT = 1;

    private MemoryCodec() {}

    static byte[] write(Memory memory) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(memory.horizon());
            out.writeInt(memory.earlierSnapshots().size());
            for (long revision : memory.earlierSnapshots()) {
                out.writeLong(revision);
            }
            out.writeInt(memory.handledCommands().size());
            for (HandledCommand command : memory.handledCommands()) {
                out.writeLong(command.fingerprint().getMostSignificantBits());
                out.writeLong(command.fingerprint().getLeastSignificantBits());
                out.writeLong(command.revisionBefore());
                out.writeLong(command.revisionAfter());
                out.writeLong(command.handledAt().toEpochMilli());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads the form that {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the bytes are not that
     */
    static Memory read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalArgumentException("expected memory in format " + FORMAT + ", but it is " + format);
            }
            long horizon = in.readLong();
            int snapshots = in.readInt();
            List<Long> earlierSnapshots = new ArrayList<>();
            for (int i = 0; i < snapshots; i++) {
                earlierSnapshots.add(in.readLong());
            }
            int commands = in.readInt();
            List<HandledCommand> handledCommands = new ArrayList<>();
            for (int i = 0; i < commands; i++) {
                handledCommands.add(new HandledCommand(
                        new UUID(in.readLong(), in.readLong()),
                        in.readLong(),
                        in.readLong(),
                        Instant.ofEpochMilli(in.readLong())));
            }
            return new Memory(horizon, earlierSnapshots, handledCommands);
        } catch (IOException e) {
            throw new IllegalArgumentException("expected the memory of an instance, but it ends too early", e);
        }
    }
}
