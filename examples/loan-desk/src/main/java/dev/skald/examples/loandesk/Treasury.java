/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import static java.util.Objects.requireNonNull;

import dev.skald.Cases;
import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.SnapshotPolicy;
import dev.skald.examples.loandesk.Payout.Loan;
import dev.skald.kafka.AggregateType;
import dev.skald.serdes.json.JsonSerde;
import dev.skald.tcc.TccParticipant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The treasury: a budget, and what is paid out of it. */
public final class Treasury {

    // Commands

    /** What can be asked of the treasury. */
    public sealed interface Command {}

    /** Gives it its budget, in euros. */
    public record Fund(long budget) implements Command {}

    // Events

    /** What can have happened to the treasury. */
    public sealed interface Event {}

    /** It has a budget. */
    public record Funded(long budget) implements Event {}

    /** Money is set aside for a loan. */
    public record Reserved(String application, long euros) implements Event {}

    /** The money that was set aside is paid. */
    public record Paid(String application) implements Event {}

    /** The money that was set aside is there for others again. */
    public record Freed(String application) implements Event {}

    // State

    /**
     * The treasury.
     *
     * @param budget what there was in the beginning; 0 before it is funded
     * @param paid what is paid, in all
     * @param reserved what is set aside, by application
     */
    public record State(long budget, long paid, Map<String, Long> reserved) {

        static final State NONE = new State(0, 0, Map.of());

        public State {
            reserved = Map.copyOf(reserved);
        }

        long free() {
            return budget
                    - paid
                    - reserved.values().stream().mapToLong(Long::longValue).sum();
        }

        private State reserve(Reserved event) {
            Map<String, Long> more = new TreeMap<>(reserved);
            more.put(event.application(), event.euros());
            return new State(budget, paid, more);
        }

        private State settle(String application, boolean pay) {
            Map<String, Long> less = new TreeMap<>(reserved);
            long euros = requireNonNull(less.remove(application));
            return new State(budget, pay ? paid + euros : paid, less);
        }
    }

    // Decider

    private static final BiFunction<State, Command, Decision<Event>> RULES = Cases.<State, Command, Decision<Event>>of(
                    Command.class)
            .on(Fund.class, Treasury::fund)
            .exhaustive();

    private static final BiFunction<State, Event, State> CHANGES = Cases.<State, Event, State>of(Event.class)
            .on(Funded.class, (state, event) -> new State(event.budget(), 0, Map.of()))
            .on(Reserved.class, State::reserve)
            .on(Paid.class, (state, event) -> state.settle(event.application(), true))
            .on(Freed.class, (state, event) -> state.settle(event.application(), false))
            .exhaustive();

    /** The rules. */
    public static final Decider<State, Command, Event> DECIDER = Decider.of(State.NONE, RULES, CHANGES);

    /** The aggregate. */
    public static final AggregateType<State, Command, Event> TYPE = AggregateType.named("treasury", DECIDER)
            .commands(JsonSerde.of(Command.class))
            .events(JsonSerde.of(Event.class))
            .states(JsonSerde.of(State.class))
            .snapshots(SnapshotPolicy.every(100))
            .build();

    private Treasury() {}

    // Rules

    private static Decision<Event> fund(State state, Fund fund) {
        if (fund.budget() <= 0) {
            return Decision.reject("no-budget", "expected a budget of more than 0, but it is " + fund.budget());
        }
        return state.budget() == 0
                ? Decision.accept(new Funded(fund.budget()))
                : Decision.reject(
                        "already-funded", "expected no budget yet, but there is one of %d".formatted(state.budget()));
    }

    // Participant rules

    /** What try, confirm and cancel mean to the treasury. */
    public static final TccParticipant<State, Loan, Event> PARTICIPANT = new TccParticipant<>() {
        @Override
        public Decision<Event> reserve(State state, String tccId, Loan loan) {
            if (loan.euros() <= 0) {
                return Decision.reject("no-amount", "expected an amount of more than 0, but it is " + loan.euros());
            }
            return loan.euros() > state.free()
                    ? Decision.reject(
                            "budget-exhausted",
                            "expected at least %d euros, but there are %d".formatted(loan.euros(), state.free()))
                    : Decision.accept(new Reserved(loan.application(), loan.euros()));
        }

        @Override
        public Decision<Event> confirm(State state, String tccId, Loan loan) {
            return Decision.accept(new Paid(loan.application()));
        }

        @Override
        public Decision<Event> cancel(State state, String tccId, Loan loan) {
            return Decision.accept(new Freed(loan.application()));
        }
    };
}
