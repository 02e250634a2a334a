/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** Which failures pass, and which do not until somebody does something. */
final class Failures {

    private Failures() {}

    /** Whether trying again is of no use. */
    static boolean needHelp(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof AuthenticationException
                    || cause instanceof AuthorizationException
                    || cause instanceof UnsupportedVersionException
                    || cause instanceof InvalidTopicException
                    || cause instanceof ConfigException
                    || cause instanceof UnreadableFenceException
                    || cause instanceof Error) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Throwable next(Throwable cause) {
        return cause.getCause() == cause ? null : cause.getCause();
    }
}
