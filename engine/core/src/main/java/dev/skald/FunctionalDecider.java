/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static java.util.Objects.requireNonNull;

import java.util.function.BiFunction;

/** A decider whose rules are functions. */
record FunctionalDecider<S, C, E>(
        S initialState,
        BiFunction<? super S, ? super C, Decision<E>> deciding,
        BiFunction<? super S, ? super E, ? extends S> evolving)
        implements Decider<S, C, E> {

    FunctionalDecider {
        requireNonNull(initialState, "initialState");
        requireNonNull(deciding, "decide");
        requireNonNull(evolving, "evolve");
    }

    @Override
    public Decision<E> decide(S state, C command) {
        return deciding.apply(state, command);
    }

    @Override
    public S evolve(S state, E event) {
        return evolving.apply(state, event);
    }
}
