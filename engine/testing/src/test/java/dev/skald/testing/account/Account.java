/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing.account;

import dev.skald.Cases;
import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.kafka.AggregateType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** A bank account: the aggregate of the engine's own tests. */
public final class Account {

    // Commands

    /** What can be asked of an account. */
    public sealed interface Command {}

    /** Opens the account. */
    public record Open(String owner) implements Command {}

    /** Pays money in. */
    public record Deposit(long cents) implements Command {}

    /** Pays the same amount in several times, as several events. */
    public record DepositMany(long cents, int times) implements Command {}

    /** Takes money out. */
    public record Withdraw(long cents) implements Command {}

    /** Changes the owner; nothing to do if it is the same. */
    public record Rename(String owner) implements Command {}

    /** Makes the rules throw. */
    public record Explode(String message) implements Command {}

    // Events

    /** What can have happened to an account. */
    public sealed interface Event {}

    /** The account was opened. */
    public record Opened(String owner) implements Event {}

    /** Money was paid in. */
    public record Deposited(long cents) implements Event {}

    /** Money was taken out. */
    public record Withdrawn(long cents) implements Event {}

    /** The owner was changed. */
    public record Renamed(String owner) implements Event {}

    // State

    /** The account; before it is opened it has no owner. */
    public record State(String owner, long cents) {

        static final State NONE = new State("", 0);

        boolean isOpen() {
            return !owner.isEmpty();
        }
    }

    // Decider

    private static final BiFunction<State, Command, Decision<Event>> DECIDE = Cases.<State, Command, Decision<Event>>of(
                    Command.class)
            .on(Open.class, Account::open)
            .on(Deposit.class, (state, deposit) -> deposit(state, deposit.cents(), 1))
            .on(DepositMany.class, (state, many) -> deposit(state, many.cents(), many.times()))
            .on(Withdraw.class, Account::withdraw)
            .on(Rename.class, Account::rename)
            .on(Explode.class, Account::explode)
            .exhaustive();

    private static final BiFunction<State, Event, State> EVOLVE = Cases.<State, Event, State>of(Event.class)
            .on(Opened.class, (state, opened) -> new State(opened.owner(), 0))
            .on(Deposited.class, (state, deposited) -> new State(state.owner(), state.cents() + deposited.cents()))
            .on(Withdrawn.class, (state, withdrawn) -> new State(state.owner(), state.cents() - withdrawn.cents()))
            .on(Renamed.class, (state, renamed) -> new State(renamed.owner(), state.cents()))
            .exhaustive();

    /** The rules. */
    public static final Decider<State, Command, Event> DECIDER = Decider.of(State.NONE, DECIDE, EVOLVE);

    /** The aggregate with default policies. */
    public static final AggregateType<State, Command, Event> TYPE = type().build();

    private Account() {}

    /** The aggregate, to be given other policies. */
    public static AggregateType.Builder<State, Command, Event> type() {
        return type("account");
    }

    /** The aggregate under another name. */
    public static AggregateType.Builder<State, Command, Event> type(String name) {
        return AggregateType.named(name, DECIDER)
                .commands(TextSerde.of(Command.class))
                .events(TextSerde.of(Event.class))
                .states(TextSerde.of(State.class));
    }

    // Rules

    private static Decision<Event> open(State state, Open open) {
        return state.isOpen()
                ? Decision.reject(
                        "already-open", "expected an account that is not open, but " + state.owner() + " has it")
                : Decision.accept(new Opened(open.owner()));
    }

    private static Decision<Event> deposit(State state, long cents, int times) {
        if (!state.isOpen()) {
            return notOpen();
        }
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            events.add(new Deposited(cents));
        }
        return Decision.acceptAll(events);
    }

    private static Decision<Event> withdraw(State state, Withdraw withdraw) {
        if (!state.isOpen()) {
            return notOpen();
        }
        if (state.cents() < withdraw.cents()) {
            return Decision.reject(
                    "insufficient-funds",
                    "expected a balance of %d cents, but it is %d".formatted(withdraw.cents(), state.cents()));
        }
        return Decision.accept(new Withdrawn(withdraw.cents()));
    }

    private static Decision<Event> rename(State state, Rename rename) {
        if (!state.isOpen()) {
            return notOpen();
        }
        return state.owner().equals(rename.owner()) ? Decision.nothing() : Decision.accept(new Renamed(rename.owner()));
    }

    private static Decision<Event> explode(State state, Explode explode) {
        throw new IllegalStateException(explode.message());
    }

    private static Decision<Event> notOpen() {
        return Decision.reject("not-open", "expected an open account, but it is not open");
    }
}
