/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.EventKey;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/**
 * The binary form of an event's key: the instance id in UTF-8, one zero byte, the revision in eight bytes, big endian.
 *
 * <p>Sorted as unsigned bytes, as RocksDB does, the events of an instance lie side by side in order: the zero byte,
 * which no id contains, keeps those of {@code a} from those of {@code ab}.
 */
public final class EventKeys {

    private static final int SUFFIX_BYTES = 1 + Long.BYTES;

    private EventKeys() {}

    /** The key of one event. */
    public static byte[] of(String instanceId, long revision) {
        return of(instanceId.getBytes(UTF_8), revision);
    }

    static byte[] of(byte[] instanceId, long revision) {
        byte[] key = Arrays.copyOf(instanceId, instanceId.length + SUFFIX_BYTES);
        ByteBuffer.wrap(key).putLong(instanceId.length + 1, revision);
        return key;
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if the bytes are not a key
     */
    public static EventKey parse(byte[] key) {
        int idBytes = key.length - SUFFIX_BYTES;
        if (idBytes < 1 || key[idBytes] != 0) {
            throw new IllegalArgumentException(
                    "expected an instance id, a zero byte and eight bytes of revision, but these %d bytes are not that"
                            .formatted(key.length));
        }
        return new EventKey(text(key, idBytes), ByteBuffer.wrap(key).getLong(idBytes + 1));
    }

    /**
     * Reads an instance id.
     *
     * @throws IllegalArgumentException if the bytes are not UTF-8
     */
    public static String parseInstanceId(byte[] id) {
        return text(id, id.length);
    }

    private static String text(byte[] bytes, int length) {
        try {
            // The plain String constructor would turn two different malformed ids into the same text.
            return UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("expected an instance id in UTF-8, but it is not", e);
        }
    }
}
