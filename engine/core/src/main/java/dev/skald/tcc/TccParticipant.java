/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import dev.skald.Decision;

/**
 * What try, confirm and cancel mean to an aggregate: which events record that something is held, that what was held is
 * given for good, and that it is given back.
 *
 * <p>All three functions are pure, as those of a {@link dev.skald.Decider} are: they decide on the state and the
 * request and do nothing else, because they are called again if their Kafka transaction is aborted. Their events, what
 * the fence remembers, and the answer are written in one Kafka transaction.
 *
 * <p>They stand behind a {@link Fence}. Of one side of an agreement they are called for {@link #reserve} at most once,
 * and then for {@link #confirm} or for {@link #cancel}, never for both, until one is accepted and never afterwards. So
 * they need not look for repetitions, for a cancel without a reservation, or for a reservation after its cancel.
 *
 * <p>What has to hold for the sake of the other sides: once {@link #reserve} is accepted, {@link #confirm} and
 * {@link #cancel} have to be possible, whatever happens to the instance in between. What is reserved is out of reach of
 * its other commands until then.
 *
 * <p>Called on stream threads, several at once for different instances; an implementation keeps no state of its own.
 *
 * @param <S> the aggregate's state
 * @param <R> the requests, the same in all three phases
 * @param <E> the aggregate's events
 */
public interface TccParticipant<S, R, E> {

    /**
     * The try: checks, and holds what is asked for.
     *
     * <p>A rejection is the answer that the try has failed, with its code and reason; it changes nothing. So is an
     * exception, as a bug.
     *
     * @param state the state now
     * @param tccId the agreement, a name for what is held; several sides of one agreement that ask the same instance
     *     have to tell theirs apart by the request
     * @param request what is asked for
     */
    Decision<E> reserve(S state, String tccId, R request);

    /**
     * Makes final what was reserved.
     *
     * <p>A rejection is the answer that this will never be possible: it is not asked for again, and an operator has to
     * look. An exception is the answer that it was not possible this time.
     *
     * @param state the state now
     * @param tccId the agreement whose {@link #reserve} was accepted
     * @param request what was asked for
     */
    Decision<E> confirm(S state, String tccId, R request);

    /**
     * Gives back what was reserved. Rejections and exceptions mean the same as those of {@link #confirm}.
     *
     * @param state the state now
     * @param tccId the agreement whose {@link #reserve} was accepted, or was not and has effects outside
     * @param request what was asked for
     */
    Decision<E> cancel(S state, String tccId, R request);

    /**
     * Whether a try that failed may have had effects outside of the aggregate, so that {@link #cancel} has to be called
     * after it too. Pure rules have none.
     */
    default boolean hasEffectsOutside() {
        return false;
    }
}
