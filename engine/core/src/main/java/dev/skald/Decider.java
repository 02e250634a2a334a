/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import java.util.function.BiFunction;

/**
 * The rules of an aggregate: what a command leads to, and what an event changes.
 *
 * <p>The form is Jérémie Chassaing's <em>decider</em> (“Functional Event Sourcing Decider”, 2021). All three functions
 * are pure: the same arguments always give the same result, and nothing outside is read or changed. The engine relies
 * on it: it calls {@link #decide} again for a command whose Kafka transaction was aborted, and {@link #evolve} again
 * for every event it replays, and replay calls nothing else.
 *
 * <p>Called on stream threads, several at once for different instances; an implementation keeps no state of its own.
 *
 * @param <S> the state, an immutable value
 * @param <C> the commands, usually a sealed interface
 * @param <E> the events, usually a sealed interface
 */
public interface Decider<S, C, E> {

    /** The state at revision 0, before any event. */
    S initialState();

    /**
     * Decides what a command leads to.
     *
     * <p>Called once for each command that is not a repetition; again if its Kafka transaction was aborted. An
     * exception is a bug, not an answer: it goes to the dead letters and the asker is told that the command failed.
     *
     * @param state the state now
     * @param command what is asked
     * @return the events to record, or a refusal
     */
    Decision<E> decide(S state, C command);

    /**
     * Applies one event.
     *
     * @param state the state before the event
     * @param event what has happened; it is never refused
     * @return the state after the event
     */
    S evolve(S state, E event);

    /** A decider made of its three parts. */
    static <S, C, E> Decider<S, C, E> of(
            S initialState,
            BiFunction<? super S, ? super C, Decision<E>> decide,
            BiFunction<? super S, ? super E, ? extends S> evolve) {
        return new FunctionalDecider<>(initialState, decide, evolve);
    }
}
