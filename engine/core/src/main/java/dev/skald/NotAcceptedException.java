/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

/** Thrown on request ({@link Reply#orElseThrow()}) for a reply that is not {@link Reply.Accepted}. */
public final class NotAcceptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Reply reply;

    NotAcceptedException(Reply reply) {
        super("expected the command to be accepted, but the reply is " + reply);
        this.reply = reply;
    }

    /** The reply. */
    public Reply reply() {
        return reply;
    }
}
