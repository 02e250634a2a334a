/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;

/**
 * The 128 bits by which a command's id is remembered: those of the UUID that it usually is, else its MD5.
 *
 * <p>Ids are remembered by the thousand; as text they would take more memory than most states.
 */
final class Fingerprint {

    private static final int UUID_LENGTH = 36;

    private Fingerprint() {}

    static UUID of(String commandId) {
        return isCanonicalUuid(commandId)
                ? UUID.fromString(commandId)
                : UUID.nameUUIDFromBytes(commandId.getBytes(UTF_8));
    }

    /** In lower case only, so that no two texts have the same bits. */
    private static boolean isCanonicalUuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : !isHexDigit(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHexDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
}
