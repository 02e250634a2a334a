/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import java.nio.charset.StandardCharsets;

/**
 * The rules for the name of an instance: 1 to {@value #MAX_BYTES} bytes of UTF-8 without U+0000.
 *
 * <p>U+0000 ends the name inside a key of the message store; without that rule the events of two instances could lie
 * between each other.
 */
public final class InstanceId {

    /** The longest name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 512;

    private InstanceId() {}

    /**
     * Returns the name if it follows the rules.
     *
     * @throws IllegalArgumentException saying which rule it breaks
     */
    public static String check(String instanceId) {
        if (instanceId.isEmpty()) {
            throw new IllegalArgumentException("expected the name of an instance, but it is empty");
        }
        if (instanceId.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("expected the name of an instance without U+0000, but it has one");
        }
        // No character needs more than three bytes, so that short names need not be encoded to be measured.
        if (instanceId.length() * 3 > MAX_BYTES) {
            int bytes = instanceId.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                throw new IllegalArgumentException("expected the name of an instance in at most %d bytes, but it has %d"
                        .formatted(MAX_BYTES, bytes));
            }
        }
        return instanceId;
    }
}
