/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Avro's binary encoding out of one array that nobody can be trusted to have written well.
 *
 * <p>Whatever the bytes claim, nothing is allocated that they could not fill: a text or a byte string is never longer
 * than what is left of them, and there are never more items in all arrays and maps together than there are bytes, but
 * for {@value #ITEMS_WITHOUT_BYTES} that may take no room, such as nulls. Avro's own decoder trusts lengths up to two
 * gigabytes.
 */
final class BytesDecoder extends Decoder {

    static final int ITEMS_WITHOUT_BYTES = 65_536;

    private final byte[] bytes;
    private final int end;
    private int position;
    private long itemsLeft;
    private @Nullable List<String> owners;

    BytesDecoder(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
        this.itemsLeft = (long) end - start + ITEMS_WITHOUT_BYTES;
    }

    /** Gives a list for the subjects of what is decrypted next, and gives back the one before. */
    @Nullable
    List<String> owners(@Nullable List<String> next) {
        List<String> before = owners;
        owners = next;
        return before;
    }

    void addOwner(String subject) {
        if (owners == null) {
            throw new IllegalStateException("expected a record with a subject around a personal field");
        }
        owners.add(subject);
    }

    int remaining() {
        return end - position;
    }

    @Override
    public int remainingBytes() {
        return remaining();
    }

    private int take(int length) {
        int start = position;
        if (length > end - start) {
            throw new MalformedBytesException("expected %d more bytes at byte %d, but there are %d"
                    .formatted(length, start, Math.max(0, end - start)));
        }
        position = start + length;
        return start;
    }

    private byte next() {
        if (position >= end) {
            throw new MalformedBytesException("expected more bytes, but they end at byte " + position);
        }
        return bytes[position++];
    }

    private int readLength() {
        long length = readLong();
        if (length < 0 || length > end - position) {
            throw new MalformedBytesException("expected a length of at most %d at byte %d, but it is %d"
                    .formatted(end - position, position, length));
        }
        return (int) length;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() {
        byte value = next();
        if ((value & ~1) != 0) {
            throw new MalformedBytesException(
                    "expected 0 or 1 at byte %d, but it is %d".formatted(position - 1, value));
        }
        return value == 1;
    }

    @Override
    public int readInt() {
        long value = readLong();
        if ((int) value != value) {
            throw new MalformedBytesException(
                    "expected a number of 32 bits before byte %d, but it is %d".formatted(position, value));
        }
        return (int) value;
    }

    @Override
    public long readLong() {
        int value = next();
        if (value >= 0) {
            return ((long) value >>> 1) ^ -(value & 1L);
        }
        long zigzag = value & 0x7f;
        for (int shift = 7; shift < Long.SIZE; shift += 7) {
            value = next();
            zigzag |= (value & 0x7fL) << shift;
            if (value >= 0) {
                return (zigzag >>> 1) ^ -(zigzag & 1);
            }
        }
        throw new MalformedBytesException("expected the end of a number before byte " + position);
    }

    @Override
    public float readFloat() {
        return Float.intBitsToFloat(littleEndian(take(Float.BYTES)));
    }

    @Override
    public double readDouble() {
        int start = take(Double.BYTES);
        return Double.longBitsToDouble(
                (littleEndian(start) & 0xffff_ffffL) | ((long) littleEndian(start + Integer.BYTES) << Integer.SIZE));
    }

    private int littleEndian(int start) {
        return (bytes[start] & 0xff)
                | (bytes[start + 1] & 0xff) << 8
                | (bytes[start + 2] & 0xff) << 16
                | (bytes[start + 3] & 0xff) << 24;
    }

    @Override
    public String readString() {
        int length = readLength();
        return new String(bytes, take(length), length, UTF_8);
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) {
        return new Utf8(readByteArray());
    }

    @Override
    public void skipString() {
        take(readLength());
    }

    byte[] readByteArray() {
        byte[] value = new byte[readLength()];
        readFixed(value, 0, value.length);
        return value;
    }

    /** All that is left. */
    byte[] readRest() {
        byte[] value = new byte[remaining()];
        readFixed(value, 0, value.length);
        return value;
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) {
        return ByteBuffer.wrap(readByteArray());
    }

    @Override
    public void skipBytes() {
        take(readLength());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) {
        System.arraycopy(bytes, take(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) {
        take(length);
    }

    @Override
    public int readEnum() {
        return readInt();
    }

    @Override
    public int readIndex() {
        return readInt();
    }

    private long readItemCount() {
        long count = readLong();
        if (count < 0) {
            // A negative count is followed by the size of the block, which only a skip has use for.
            readLong();
            count = -count;
        }
        if (count < 0 || count > itemsLeft) {
            throw new MalformedBytesException("expected at most %d items before byte %d, but there are said to be %d"
                    .formatted(itemsLeft, position, count));
        }
        itemsLeft -= count;
        return count;
    }

    private long skipItems() {
        long count = readLong();
        while (count < 0) {
            take(readLength());
            count = readLong();
        }
        if (count > itemsLeft) {
            throw new MalformedBytesException("expected at most %d items before byte %d, but there are said to be %d"
                    .formatted(itemsLeft, position, count));
        }
        itemsLeft -= count;
        return count;
    }

    @Override
    public long readArrayStart() {
        return readItemCount();
    }

    @Override
    public long arrayNext() {
        return readItemCount();
    }

    @Override
    public long skipArray() {
        return skipItems();
    }

    @Override
    public long readMapStart() {
        return readItemCount();
    }

    @Override
    public long mapNext() {
        return readItemCount();
    }

    @Override
    public long skipMap() {
        return skipItems();
    }
}
