/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

/**
 * Records events of one instance: all that deciding code needs in order to change something.
 *
 * @param <E> the events
 */
@FunctionalInterface
public interface Recorder<E> {

    /**
     * Records an event. It is applied to the state at once, and becomes part of the history when the unit of work is
     * saved, exactly as returned here: same id, same time.
     *
     * @return the event with its place in the history and its metadata
     * @throws IllegalStateException if the unit of work was completed or has met a conflict
     */
    RecordedEvent<E> record(E event);
}
