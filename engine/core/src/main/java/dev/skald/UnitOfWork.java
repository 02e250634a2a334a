/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import java.util.List;
import java.util.Optional;

/**
 * One handling of one message by one instance: begun at a revision, events recorded, saved as a whole.
 *
 * <p>Nothing is written before {@link #save}, and then all of it or nothing. A unit of work lives on the stream thread
 * that began it and within the handling of one record. After a successful save it goes on at the new revision; after a
 * conflict, or when it was completed, it is over.
 *
 * @param <S> the state
 * @param <E> the events
 */
public interface UnitOfWork<S, E> extends Recorder<E> {

    /** The instance. */
    String instanceId();

    /** The revision at which this unit of work was begun, or that its last save reached. */
    long revision();

    /** The state, with the events recorded so far. */
    S state();

    /** The events recorded and not yet saved, in order. */
    List<RecordedEvent<E>> recorded();

    /** The outcome of an earlier handling of the same message, if the instance remembers it. */
    Optional<HandledCommand> alreadyHandled();

    /** Saves, expecting the revision at which this unit of work was begun. */
    default SaveResult<E> save() {
        return save(ExpectedRevision.any());
    }

    /**
     * Saves what was recorded, all or nothing, at {@link #revision()}; takes a snapshot if the policy says so.
     *
     * @param expected what the instance's revision has to be, besides being {@link #revision()}
     */
    SaveResult<E> save(ExpectedRevision expected);

    /**
     * Saves, and deletes the instance's snapshots: it is not expected to be loaded often any more.
     *
     * <p>Its events stay. If its retention policy has deleted events, the snapshot stays as well, because the state
     * could not be rebuilt without it.
     */
    SaveResult<E> saveAndComplete();
}
