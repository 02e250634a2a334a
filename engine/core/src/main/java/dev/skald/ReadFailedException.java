/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

/** The state or history of an instance could not be read; the message is that of the engine that tried. */
public final class ReadFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String instanceId;
    private final String remoteCause;

    public ReadFailedException(String instanceId, String remoteCause, String message) {
        super(message);
        this.instanceId = instanceId;
        this.remoteCause = remoteCause;
    }

    /** The instance. */
    public String instanceId() {
        return instanceId;
    }

    /** The class of the engine's exception, such as that of {@link HistoryHorizonException}. */
    public String remoteCause() {
        return remoteCause;
    }
}
