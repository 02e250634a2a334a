/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.Cases;
import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.examples.loandesk.Payout.Loan;
import dev.skald.kafka.AggregateType;
import dev.skald.serdes.json.JsonSerde;
import dev.skald.tcc.TccParticipant;
import java.util.function.BiFunction;

/** A notary's deed of one loan. */
public final class Notary {

    // Commands

    /** What can be asked of a deed. */
    public sealed interface Command {}

    /** Forbids that it is registered. */
    public record Forbid(String reason) implements Command {}

    // Events

    /** What can have happened to a deed. */
    public sealed interface Event {}

    /** It was drawn up, and waits. */
    public record DrawnUp(long euros) implements Event {}

    /** It was registered. */
    public record Registered(long euros) implements Event {}

    /** It was torn up. */
    public record TornUp(long euros) implements Event {}

    /** Somebody objects. */
    public record Objected(String reason) implements Event {}

    // State

    /** How far a deed has come. */
    public enum Stage {
        NONE,
        DRAWN_UP,
        REGISTERED
    }

    /**
     * A deed.
     *
     * @param stage how far it has come
     * @param objection why it must not be registered; empty if it may be
     */
    public record State(Stage stage, String objection) {
        static final State NONE = new State(Stage.NONE, "");

        private State at(Stage next) {
            return new State(next, objection);
        }
    }

    // Decider

    private static final BiFunction<State, Command, Decision<Event>> RULES = Cases.<State, Command, Decision<Event>>of(
                    Command.class)
            .on(Forbid.class, Notary::forbid)
            .exhaustive();

    private static final BiFunction<State, Event, State> CHANGES = Cases.<State, Event, State>of(Event.class)
            .on(DrawnUp.class, (state, event) -> state.at(Stage.DRAWN_UP))
            .on(Registered.class, (state, event) -> state.at(Stage.REGISTERED))
            .on(TornUp.class, (state, event) -> state.at(Stage.NONE))
            .on(Objected.class, (state, event) -> new State(state.stage(), event.reason()))
            .exhaustive();

    /** The rules. */
    public static final Decider<State, Command, Event> DECIDER = Decider.of(State.NONE, RULES, CHANGES);

    /** The aggregate. */
    public static final AggregateType<State, Command, Event> TYPE = AggregateType.named("notary", DECIDER)
            .commands(JsonSerde.of(Command.class))
            .events(JsonSerde.of(Event.class))
            .states(JsonSerde.of(State.class))
            .build();

    private Notary() {}

    // Rules

    private static Decision<Event> forbid(State state, Forbid forbid) {
        return state.stage() == Stage.NONE
                ? Decision.accept(new Objected(forbid.reason()))
                : Decision.reject("too-late", "expected no deed yet, but it is " + state.stage());
    }

    // Participant rules

    /** What try, confirm and cancel mean to a deed. */
    public static final TccParticipant<State, Loan, Event> PARTICIPANT = new TccParticipant<>() {
        @Override
        public Decision<Event> reserve(State state, String tccId, Loan loan) {
            if (!state.objection().isEmpty()) {
                return Decision.reject("objection", "expected no objection, but " + state.objection());
            }
            return state.stage() == Stage.NONE
                    ? Decision.accept(new DrawnUp(loan.euros()))
                    : Decision.reject("has-deed", "expected no deed yet, but it is " + state.stage());
        }

        @Override
        public Decision<Event> confirm(State state, String tccId, Loan loan) {
            return Decision.accept(new Registered(loan.euros()));
        }

        @Override
        public Decision<Event> cancel(State state, String tccId, Loan loan) {
            return Decision.accept(new TornUp(loan.euros()));
        }
    };
}
