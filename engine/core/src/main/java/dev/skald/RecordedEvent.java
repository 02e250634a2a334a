/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static java.util.Objects.requireNonNull;

/**
 * An event of an instance's history.
 *
 * @param instanceId the instance
 * @param revision the event's position: the instance's revision just before it
 * @param event what has happened
 * @param metadata what was recorded beside it
 */
public record RecordedEvent<E>(String instanceId, long revision, E event, EventMetadata metadata) {

    public RecordedEvent {
        requireNonNull(instanceId, "instanceId");
        requireNonNull(event, "event");
        requireNonNull(metadata, "metadata");
    }
}
