/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.participant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The key of a fence entry: which side of which agreement, and what it is about.
 *
 * <p>As bytes: the length of the request's key in four bytes, big endian; the request's key; the agreement's id in
 * UTF-8; a zero byte, which no id contains; the side's name in UTF-8. So two of them are the same only if all three
 * parts are.
 */
public final class FenceKey {

    /** Longer ones are refused, because a record has to hold it. */
    public static final int MOST_BYTES = 16 * 1024;

    private final byte[] bytes;
    private final int hash;

    private FenceKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** The key of a side. */
    public static FenceKey of(byte[] requestKey, String tccId, String side) {
        byte[] id = tccId.getBytes(UTF_8);
        byte[] name = side.getBytes(UTF_8);
        return new FenceKey(ByteBuffer.allocate(Integer.BYTES + requestKey.length + id.length + 1 + name.length)
                .putInt(requestKey.length)
                .put(requestKey)
                .put(id)
                .put((byte) 0)
                .put(name)
                .array());
    }

    /** The key that a record has. */
    public static FenceKey ofRecord(byte[] bytes) {
        return new FenceKey(bytes);
    }

    /** The record's key; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FenceKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
