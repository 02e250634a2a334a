/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding into one growing array: nothing to flush, nothing to reuse, one copy at the end at most.
 * Avro's own encoders write to streams, with a buffer to keep for each thread.
 */
final class BytesEncoder extends BinaryEncoder {

    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes;
    private int position;
    private @Nullable Supplier<String> subject;

    BytesEncoder(int expectedSize) {
        bytes = new byte[expectedSize];
    }

    byte[] toByteArray() {
        return position == bytes.length ? bytes : Arrays.copyOf(bytes, position);
    }

    /** Says whose the personal fields are that come next, and gives back who it was before. */
    @Nullable
    Supplier<String> subject(@Nullable Supplier<String> next) {
        Supplier<String> before = subject;
        subject = next;
        return before;
    }

    /** Whose the personal field at hand is. */
    String subject() {
        if (subject == null) {
            throw new IllegalStateException("expected a record with a subject around a personal field");
        }
        return subject.get();
    }

    private void ensure(int more) {
        if (bytes.length - position < more) {
            long wanted = Math.max(2L * bytes.length, (long) position + more);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }

    void writeByte(int value) {
        ensure(1);
        bytes[position++] = (byte) value;
    }

    void writeBigEndian(int value) {
        ensure(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[position++] = (byte) (value >>> shift);
        }
    }

    @Override
    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    @Override
    public void writeInt(int value) {
        ensure(LONGEST_NUMBER);
        position += BinaryData.encodeInt(value, bytes, position);
    }

    @Override
    public void writeLong(long value) {
        ensure(LONGEST_NUMBER);
        position += BinaryData.encodeLong(value, bytes, position);
    }

    @Override
    public void writeFloat(float value) {
        ensure(Float.BYTES);
        position += BinaryData.encodeFloat(value, bytes, position);
    }

    @Override
    public void writeDouble(double value) {
        ensure(Double.BYTES);
        position += BinaryData.encodeDouble(value, bytes, position);
    }

    @Override
    public void writeString(String text) {
        writeBytes(text.getBytes(UTF_8));
    }

    @Override
    public void writeString(Utf8 text) {
        writeBytes(text.getBytes(), 0, text.getByteLength());
    }

    @Override
    public void writeBytes(byte[] value) {
        writeBytes(value, 0, value.length);
    }

    @Override
    public void writeBytes(byte[] value, int start, int length) {
        writeInt(length);
        writeFixed(value, start, length);
    }

    @Override
    public void writeBytes(ByteBuffer value) {
        writeInt(value.remaining());
        writeFixed(value);
    }

    @Override
    public void writeFixed(ByteBuffer value) {
        int length = value.remaining();
        ensure(length);
        value.duplicate().get(bytes, position, length);
        position += length;
    }

    @Override
    public void writeFixed(byte[] value, int start, int length) {
        ensure(length);
        System.arraycopy(value, start, bytes, position, length);
        position += length;
    }

    @Override
    public void writeIndex(int branch) {
        writeInt(branch);
    }

    @Override
    public void writeEnum(int symbol) {
        writeInt(symbol);
    }

    @Override
    protected void writeZero() {
        writeByte(0);
    }

    /** Writes the number of items of an array or map, all in one block. */
    void writeCount(int items) {
        if (items > 0) {
            writeInt(items);
        }
    }

    @Override
    public int bytesBuffered() {
        return position;
    }

    @Override
    public void flush() {}
}
