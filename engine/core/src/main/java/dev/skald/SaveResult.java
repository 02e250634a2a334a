/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How the saving of a unit of work ended.
 *
 * @param <E> the events
 */
public sealed interface SaveResult<E> {

    /**
     * The events are part of the history.
     *
     * @param revisionBefore the revision before
     * @param revisionAfter the revision now
     * @param events the events as they were recorded, at the revisions {@code [revisionBefore, revisionAfter)}
     */
    record Saved<E>(long revisionBefore, long revisionAfter, List<RecordedEvent<E>> events) implements SaveResult<E> {
        public Saved {
            events = List.copyOf(events);
        }
    }

    /**
     * There was nothing to save; nothing changed and no snapshot was taken.
     *
     * @param revision the revision, as before
     */
    record NotSaved<E>(long revision) implements SaveResult<E> {}

    /**
     * The instance was not at the expected revision; nothing changed.
     *
     * @param aggregate the aggregate
     * @param instanceId the instance
     * @param expected what was expected
     * @param actual the revision the instance has
     */
    record Conflict<E>(String aggregate, String instanceId, ExpectedRevision expected, long actual)
            implements SaveResult<E> {
        public Conflict {
            requireNonNull(aggregate, "aggregate");
            requireNonNull(instanceId, "instanceId");
            requireNonNull(expected, "expected");
        }
    }
}
