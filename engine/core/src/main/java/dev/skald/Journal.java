/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import java.util.List;

/**
 * The events of one aggregate in one partition.
 *
 * <p>The seam between the engine and the message store. Called on the stream thread that owns the partition; what it
 * writes must become durable as a whole with the record being handled, or not at all. Positions are the caller's
 * business: the journal writes where it is told.
 *
 * @param <E> the events
 */
public interface Journal<E> {

    /**
     * Makes events ready to be written at the revisions they carry; writes nothing yet.
     *
     * <p>Whatever can be wrong with the events themselves is found here, before anything is changed.
     *
     * @throws HandlingException if an event cannot be serialized, or is too large for the message store
     */
    Append prepare(List<RecordedEvent<E>> events);

    /**
     * Reads the events of an instance in order.
     *
     * @param from the first revision
     * @param to the first revision that is not read; {@link Long#MAX_VALUE} for all
     * @param reader called once for each event
     * @throws BrokenHistoryException if an event cannot be decoded
     */
    void read(String instanceId, long from, long to, Reader<E> reader);

    /** Whether the event at this revision is there. */
    boolean contains(String instanceId, long revision);

    /** Deletes the events at the revisions {@code [from, to)}. */
    void delete(String instanceId, long from, long to);

    /**
     * Receives events.
     *
     * @param <E> the events
     */
    @FunctionalInterface
    interface Reader<E> {

        /**
         * Receives the next event.
         *
         * @return whether to go on
         */
        boolean read(RecordedEvent<E> event);
    }

    /** Events that are ready to be written. */
    @FunctionalInterface
    interface Append {

        /** Writes the events; an exception means that the surrounding Kafka transaction has to be aborted. */
        void write();
    }
}
