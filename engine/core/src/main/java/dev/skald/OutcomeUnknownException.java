/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import org.jspecify.annotations.Nullable;

/**
 * No reply to a command has come; whether it was carried out is unknown.
 *
 * <p>The command may be sent again <em>with the same id</em>: if it was carried out, the reply is its first outcome
 * ({@link IdempotenceWindow}); if it was not, it is now.
 */
public final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String commandId;

    public OutcomeUnknownException(String commandId, String why, @Nullable Throwable cause) {
        super(
                "the outcome of command %s is unknown: %s; it may be sent again with the same id"
                        .formatted(commandId, why),
                cause);
        this.commandId = commandId;
    }

    /** The command. */
    public String commandId() {
        return commandId;
    }
}
