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

/** A month's page of the ledger, with an entry for each loan that was paid. Nobody but agreements writes on it. */
public final class Ledger {

    // Commands

    /** What can be asked of a page. */
    public sealed interface Command {}

    /** Lets nobody write on it any more. */
    public record Close(String by) implements Command {}

    // Events

    /** What can have happened to a page. */
    public sealed interface Event {}

    /** An entry was pencilled in. */
    public record Drafted(String application, long euros) implements Event {}

    /** The entry that was pencilled in is booked. */
    public record Booked(String application) implements Event {}

    /** The entry that was pencilled in is rubbed out. */
    public record Erased(String application) implements Event {}

    /** Nobody writes on it any more. */
    public record Closed(String by) implements Event {}

    // State

    /**
     * A page.
     *
     * @param booked what is booked, in all
     * @param drafts what is pencilled in, by application
     * @param closed whether nobody writes on it any more
     */
    public record State(long booked, Map<String, Long> drafts, boolean closed) {

        static final State NONE = new State(0, Map.of(), false);

        public State {
            drafts = Map.copyOf(drafts);
        }

        private State draft(Drafted event) {
            Map<String, Long> more = new TreeMap<>(drafts);
            more.put(event.application(), event.euros());
            return new State(booked, more, closed);
        }

        private State settle(String application, boolean book) {
            Map<String, Long> less = new TreeMap<>(drafts);
            long euros = requireNonNull(less.remove(application));
            return new State(book ? booked + euros : booked, less, closed);
        }
    }

    // Decider

    private static final BiFunction<State, Command, Decision<Event>> RULES = Cases.<State, Command, Decision<Event>>of(
                    Command.class)
            .on(Close.class, Ledger::close)
            .exhaustive();

    private static final BiFunction<State, Event, State> CHANGES = Cases.<State, Event, State>of(Event.class)
            .on(Drafted.class, State::draft)
            .on(Booked.class, (state, event) -> state.settle(event.application(), true))
            .on(Erased.class, (state, event) -> state.settle(event.application(), false))
            .on(Closed.class, (state, event) -> new State(state.booked(), state.drafts(), true))
            .exhaustive();

    /** The rules. */
    public static final Decider<State, Command, Event> DECIDER = Decider.of(State.NONE, RULES, CHANGES);

    /** The aggregate. */
    public static final AggregateType<State, Command, Event> TYPE = AggregateType.named("ledger", DECIDER)
            .commands(JsonSerde.of(Command.class))
            .events(JsonSerde.of(Event.class))
            .states(JsonSerde.of(State.class))
            .snapshots(SnapshotPolicy.every(100))
            .build();

    private Ledger() {}

    // Rules

    private static Decision<Event> close(State state, Close close) {
        if (!state.drafts().isEmpty()) {
            return Decision.reject(
                    "drafts-left",
                    "expected no drafts, but there are some of "
                            + state.drafts().keySet());
        }
        return state.closed() ? Decision.accept() : Decision.accept(new Closed(close.by()));
    }

    // Participant rules

    /** What try, confirm and cancel mean to a page. */
    public static final TccParticipant<State, Loan, Event> PARTICIPANT = new TccParticipant<>() {
        @Override
        public Decision<Event> reserve(State state, String tccId, Loan loan) {
            return state.closed()
                    ? Decision.reject("page-closed", "expected an open page, but it is closed")
                    : Decision.accept(new Drafted(loan.application(), loan.euros()));
        }

        @Override
        public Decision<Event> confirm(State state, String tccId, Loan loan) {
            return Decision.accept(new Booked(loan.application()));
        }

        @Override
        public Decision<Event> cancel(State state, String tccId, Loan loan) {
            return Decision.accept(new Erased(loan.application()));
        }
    };
}
