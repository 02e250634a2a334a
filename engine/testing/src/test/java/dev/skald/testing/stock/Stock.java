/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing.stock;

import dev.skald.Cases;
import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.kafka.AggregateType;
import dev.skald.tcc.TccParticipant;
import dev.skald.testing.account.TextSerde;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Something of which there is only so much, and which can be held for an agreement. */
public final class Stock {

    // Commands, and what agreements ask

    /** What can be asked of a stock. */
    public sealed interface Command {}

    /** Adds to it. */
    public record Restock(long pieces) implements Command {}

    /** So many pieces, please. More than a thousand make the rules throw. */
    public record Pieces(long pieces) {}

    // Events

    /** What can have happened to a stock. */
    public sealed interface Event {}

    /** There is more. */
    public record Restocked(long pieces) implements Event {}

    /** Pieces are held for an agreement. */
    public record Held(String tccId, long pieces) implements Event {}

    /** What was held is gone. */
    public record Taken(String tccId) implements Event {}

    /** What was held is there again. */
    public record Released(String tccId) implements Event {}

    // State

    /** The stock: what is free, what is gone, and what is held, as text. */
    public record State(long free, long taken, String held) {

        static final State NONE = new State(0, 0, "");

        private Map<String, Long> holds() {
            Map<String, Long> holds = new TreeMap<>();
            for (String hold : held.isEmpty() ? new String[0] : held.split(";", -1)) {
                int equals = hold.lastIndexOf('=');
                holds.put(hold.substring(0, equals), Long.valueOf(hold.substring(equals + 1)));
            }
            return holds;
        }

        private State with(long nowFree, long nowTaken, Map<String, Long> holds) {
            return new State(
                    nowFree,
                    nowTaken,
                    holds.entrySet().stream()
                            .map(hold -> hold.getKey() + "=" + hold.getValue())
                            .collect(Collectors.joining(";")));
        }

        private State hold(Held hold) {
            Map<String, Long> holds = holds();
            holds.put(hold.tccId(), hold.pieces());
            return with(free - hold.pieces(), taken, holds);
        }

        private State end(String tccId, boolean gone) {
            Map<String, Long> holds = holds();
            Long pieces = holds.remove(tccId);
            if (pieces == null) {
                throw new IllegalStateException("nothing is held for " + tccId);
            }
            return with(gone ? free : free + pieces, gone ? taken + pieces : taken, holds);
        }
    }

    // Rules

    private static final BiFunction<State, Event, State> EVOLVE = Cases.<State, Event, State>of(Event.class)
            .on(Restocked.class, (state, more) -> new State(state.free() + more.pieces(), state.taken(), state.held()))
            .on(Held.class, State::hold)
            .on(Taken.class, (state, taken) -> state.end(taken.tccId(), true))
            .on(Released.class, (state, released) -> state.end(released.tccId(), false))
            .exhaustive();

    private static final Decider<State, Command, Event> DECIDER = Decider.of(
            State.NONE, (state, command) -> Decision.accept(new Restocked(((Restock) command).pieces())), EVOLVE);

    /** What agreements mean to a stock. */
    public static final TccParticipant<State, Pieces, Event> PARTICIPANT = new TccParticipant<>() {
        @Override
        public Decision<Event> reserve(State state, String tccId, Pieces request) {
            if (request.pieces() > 1000) {
                throw new IllegalArgumentException("that many: " + request.pieces());
            }
            if (request.pieces() > state.free()) {
                return Decision.reject(
                        "sold-out",
                        "expected at least %d pieces, but there are %d".formatted(request.pieces(), state.free()));
            }
            return Decision.accept(new Held(tccId, request.pieces()));
        }

        @Override
        public Decision<Event> confirm(State state, String tccId, Pieces request) {
            return Decision.accept(new Taken(tccId));
        }

        @Override
        public Decision<Event> cancel(State state, String tccId, Pieces request) {
            return Decision.accept(new Released(tccId));
        }
    };

    private Stock() {}

    /** An aggregate of stocks under this name. */
    public static AggregateType<State, Command, Event> type(String name) {
        return AggregateType.named(name, DECIDER)
                .commands(TextSerde.of(Command.class))
                .events(TextSerde.of(Event.class))
                .states(TextSerde.of(State.class))
                .build();
    }
}
