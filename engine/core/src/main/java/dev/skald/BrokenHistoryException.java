/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import org.jspecify.annotations.Nullable;

/** The history of an instance cannot be read: an event is missing, foreign, or cannot be decoded. */
public final class BrokenHistoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String aggregate;
    private final String instanceId;
    private final long revision;

    public BrokenHistoryException(
            String aggregate, String instanceId, long revision, String problem, @Nullable Throwable cause) {
        super(
                "the history of %s %s cannot be read at revision %d: %s"
                        .formatted(aggregate, instanceId, revision, problem),
                cause);
        this.aggregate = aggregate;
        this.instanceId = instanceId;
        this.revision = revision;
    }

    /** The aggregate. */
    public String aggregate() {
        return aggregate;
    }

    /** The instance. */
    public String instanceId() {
        return instanceId;
    }

    /** Where in the history. */
    public long revision() {
        return revision;
    }
}
