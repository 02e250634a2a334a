/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

/** A snapshot belongs to another aggregate than the one that asked for it. */
public final class ForeignSnapshotException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String instanceId;
    private final String expectedAggregate;
    private final String actualAggregate;

    public ForeignSnapshotException(String instanceId, String expectedAggregate, String actualAggregate) {
        super("expected the snapshot of instance %s to belong to aggregate %s, but it belongs to %s"
                .formatted(instanceId, expectedAggregate, actualAggregate));
        this.instanceId = instanceId;
        this.expectedAggregate = expectedAggregate;
        this.actualAggregate = actualAggregate;
    }

    /** The instance. */
    public String instanceId() {
        return instanceId;
    }

    /** The aggregate that asked. */
    public String expectedAggregate() {
        return expectedAggregate;
    }

    /** The aggregate that the snapshot belongs to. */
    public String actualAggregate() {
        return actualAggregate;
    }
}
