/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import dev.skald.Decision;
import dev.skald.kafka.AggregateType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A specification of an aggregate's rules: given events, when a command comes, then these events, or a refusal.
 *
 * <pre>{@code
 * AggregateSpec.of(ACCOUNT)
 *         .given(new Opened("Ann"), new Deposited(100))
 *         .when(new Withdraw(70))
 *         .then(new Withdrawn(70));
 * }</pre>
 *
 * <p>Nothing but the rules and serdes runs, so a specification takes microseconds. Each also checks that the command,
 * the events and the states survive their serdes: what comes back must equal what went in. A failed expectation is an
 * {@link AssertionError} that tells the whole story.
 *
 * @param <S> the state
 * @param <C> the commands
 * @param <E> the events
 */
public final class AggregateSpec<S, C, E> {

    private final AggregateType<S, C, E> type;
    private final RoundTrip<S, C, E> serdes;

    private AggregateSpec(AggregateType<S, C, E> type) {
        this.type = type;
        this.serdes = new RoundTrip<>(type);
    }

    /** Begins specifications of an aggregate. */
    public static <S, C, E> AggregateSpec<S, C, E> of(AggregateType<S, C, E> type) {
        return new AggregateSpec<>(type);
    }

    /** What has happened before. */
    @SafeVarargs
    @SuppressWarnings("varargs") // List.of only reads them.
    public final Given<S, C, E> given(E... events) {
        return given(List.of(events));
    }

    /** What has happened before. */
    public Given<S, C, E> given(List<? extends E> events) {
        S state = serdes.state(type.decider().initialState());
        for (E event : events) {
            state = evolve(state, event);
        }
        return new Given<>(this, List.copyOf(events), state);
    }

    /** An instance to which nothing has happened yet. */
    public Given<S, C, E> givenNothing() {
        return given(List.of());
    }

    private S evolve(S state, E event) {
        return serdes.state(type.decider().evolve(state, serdes.event(event)));
    }

    /**
     * The state of things before the command.
     *
     * @param <S> the state
     * @param <C> the commands
     * @param <E> the events
     */
    public static final class Given<S, C, E> {

        private final AggregateSpec<S, C, E> spec;
        private final List<E> history;
        private final S state;

        private Given(AggregateSpec<S, C, E> spec, List<E> history, S state) {
            this.spec = spec;
            this.history = history;
            this.state = state;
        }

        /** The command. */
        public When<S, C, E> when(C command) {
            Decision<E> decision = spec.type.decider().decide(state, spec.serdes.command(command));
            return new When<>(this, command, decision);
        }

        /** Checks the state itself. */
        public Given<S, C, E> thenState(Consumer<? super S> check) {
            check.accept(state);
            return this;
        }
    }

    /**
     * The decision about the command; say what it should be.
     *
     * @param <S> the state
     * @param <C> the commands
     * @param <E> the events
     */
    public static final class When<S, C, E> {

        private final Given<S, C, E> given;
        private final C command;
        private final Decision<E> decision;

        private When(Given<S, C, E> given, C command, Decision<E> decision) {
            this.given = given;
            this.command = command;
            this.decision = decision;
        }

        /** Expects exactly these events, in this order. */
        @SafeVarargs
        @SuppressWarnings("varargs") // List.of only reads them.
        public final When<S, C, E> then(E... events) {
            return thenEvents(List.of(events));
        }

        /** Expects exactly these events, in this order. */
        public When<S, C, E> thenEvents(List<? extends E> events) {
            if (!(decision instanceof Decision.Accepted<E> accepted)
                    || !accepted.events().equals(events)) {
                throw failure("the events " + events);
            }
            thenState(state -> {});
            return this;
        }

        /** Expects that the command is accepted and changes nothing. */
        public When<S, C, E> thenNothing() {
            return thenEvents(List.of());
        }

        /** Expects a rejection with this code. */
        public When<S, C, E> thenRejected(String code) {
            if (!(decision instanceof Decision.Rejected<E> rejected)
                    || !rejected.code().equals(code)) {
                throw failure("a rejection with code " + code);
            }
            return this;
        }

        /** Checks the state after the events that the command led to. */
        public When<S, C, E> thenState(Consumer<? super S> check) {
            S state = given.state;
            if (decision instanceof Decision.Accepted<E> accepted) {
                for (E event : accepted.events()) {
                    state = given.spec.evolve(state, event);
                }
            }
            check.accept(state);
            return this;
        }

        /** Goes on: what this command led to is what has happened before the next one. */
        public Given<S, C, E> and() {
            List<E> history = new ArrayList<>(given.history);
            if (decision instanceof Decision.Accepted<E> accepted) {
                history.addAll(accepted.events());
            }
            return given.spec.given(history);
        }

        private AssertionError failure(String expected) {
            String story = """
                    %s:
                      given    %s
                      so state %s
                      when     %s
                      expected %s
                      but was  %s""";
            return new AssertionError(
                    story.formatted(given.spec.type, given.history, given.state, command, expected, decision));
        }
    }
}
