/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Keys cannot be had now: their topic cannot be reached, or the master key is not configured. The record at hand is not
 * to blame and can be read later, so this is neither an unreadable record nor a reason for a placeholder.
 */
public final class PersonalKeysException extends KafkaException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public PersonalKeysException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Finds one in a chain of causes, into which a format's library may have wrapped it. */
    public static @Nullable PersonalKeysException in(@Nullable Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 50; depth++) {
            if (cause instanceof PersonalKeysException found) {
                return found;
            }
            cause = cause.getCause();
        }
        return null;
    }
}
