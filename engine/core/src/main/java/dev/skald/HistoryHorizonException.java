/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

/** A part of an instance's history was asked for that its retention policy has deleted. */
public final class HistoryHorizonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String instanceId;
    private final long revision;
    private final long horizon;

    public HistoryHorizonException(String instanceId, long revision, long horizon) {
        super("expected the events of instance %s from revision %d, but its retention keeps them only from revision %d"
                .formatted(instanceId, revision, horizon));
        this.instanceId = instanceId;
        this.revision = revision;
        this.horizon = horizon;
    }

    /** The instance. */
    public String instanceId() {
        return instanceId;
    }

    /** The revision that was asked for. */
    public long revision() {
        return revision;
    }

    /** The lowest revision whose event is kept. */
    public long horizon() {
        return horizon;
    }
}
