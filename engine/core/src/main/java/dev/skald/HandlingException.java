/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

/**
 * A message could not be handled because of what it is or what the rules made of it; nothing was changed.
 *
 * <p>It tells the bugs of rules and serdes, and bad input, from broken infrastructure: after this exception the next
 * record can be handled, after any other the Kafka transaction has to be aborted.
 */
public final class HandlingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure whose cause says it all; it is what the asker and the dead-letter topic are told. */
    public HandlingException(Throwable cause) {
        super(cause.toString(), cause);
    }
}
