/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.bankaccount;

import dev.skald.Cases;
import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.kafka.AggregateType;
import dev.skald.serdes.json.JsonSerde;
import java.util.function.BiFunction;

/** A bank account that can be opened, paid into and taken from, but not overdrawn. */
public final class BankAccount {

    // Commands

    /** What can be asked of an account. */
    public sealed interface Command {}

    /** Opens the account. */
    public record Open(String owner) implements Command {}

    /** Pays money in. */
    public record Deposit(long cents) implements Command {}

    /** Takes money out. */
    public record Withdraw(long cents) implements Command {}

    // Events

    /** What can have happened to an account. */
    public sealed interface Event {}

    /** The account was opened. */
    public record Opened(String owner) implements Event {}

    /** Money was paid in. */
    public record Deposited(long cents) implements Event {}

    /** Money was taken out. */
    public record Withdrawn(long cents) implements Event {}

    // State

    /** The account; before it is opened, its owner is empty. */
    public record State(String owner, long balanceCents) {

        boolean isOpen() {
            return !owner.isEmpty();
        }

        State plus(long cents) {
            return new State(owner, balanceCents + cents);
        }
    }

    // Decider

    private static final BiFunction<State, Command, Decision<Event>> DECIDE = Cases.<State, Command, Decision<Event>>of(
                    Command.class)
            .on(Open.class, BankAccount::open)
            .on(Deposit.class, BankAccount::deposit)
            .on(Withdraw.class, BankAccount::withdraw)
            .exhaustive();

    private static final BiFunction<State, Event, State> EVOLVE = Cases.<State, Event, State>of(Event.class)
            .on(Opened.class, (state, opened) -> new State(opened.owner(), 0))
            .on(Deposited.class, (state, deposited) -> state.plus(deposited.cents()))
            .on(Withdrawn.class, (state, withdrawn) -> state.plus(-withdrawn.cents()))
            .exhaustive();

    /** The rules. */
    public static final Decider<State, Command, Event> DECIDER = Decider.of(new State("", 0), DECIDE, EVOLVE);

    /** The aggregate. */
    public static final AggregateType<State, Command, Event> TYPE = AggregateType.named("account", DECIDER)
            .commands(JsonSerde.of(Command.class))
            .events(JsonSerde.of(Event.class))
            .states(JsonSerde.of(State.class))
            .build();

    private BankAccount() {}

    // Rules

    private static Decision<Event> open(State state, Open open) {
        if (state.isOpen()) {
            return Decision.reject(
                    "already-open", "expected an account that is not open, but it is that of " + state.owner());
        }
        return Decision.accept(new Opened(open.owner()));
    }

    private static Decision<Event> deposit(State state, Deposit deposit) {
        return state.isOpen() ? Decision.accept(new Deposited(deposit.cents())) : notOpen();
    }

    private static Decision<Event> withdraw(State state, Withdraw withdraw) {
        if (!state.isOpen()) {
            return notOpen();
        }
        if (state.balanceCents() < withdraw.cents()) {
            return Decision.reject(
                    "insufficient-funds",
                    "expected a balance of at least %d cents, but it is %d"
                            .formatted(withdraw.cents(), state.balanceCents()));
        }
        return Decision.accept(new Withdrawn(withdraw.cents()));
    }

    private static Decision<Event> notOpen() {
        return Decision.reject("not-open", "expected an open account, but nobody has opened it");
    }
}
