/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import static java.util.Objects.requireNonNull;

import dev.skald.Cases;
import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.SnapshotPolicy;
import dev.skald.kafka.AggregateType;
import dev.skald.serdes.json.JsonSerde;
import dev.skald.tcc.TccParticipant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** A flight and its seats. */
public final class Flight {

    // Commands, and what agreements ask for

    /** What can be asked of a flight. */
    public sealed interface Command {}

    /** Puts it on the timetable. */
    public record Schedule(int seats) implements Command {}

    /** So many seats, please. */
    public record Seats(int number) {}

    // Events

    /** What can have happened to a flight. */
    public sealed interface Event {}

    /** It is on the timetable. */
    public record Scheduled(int seats) implements Event {}

    /** Seats are held for a trip: not sold, and not for sale. */
    public record SeatsHeld(String trip, int seats) implements Event {}

    /** The seats that were held are sold. */
    public record SeatsSold(String trip) implements Event {}

    /** The seats that were held are for sale again. */
    public record SeatsReleased(String trip) implements Event {}

    // State

    /**
     * A flight.
     *
     * @param seats how many it has; 0 before it is on the timetable
     * @param held the seats that are held, by trip
     * @param sold the seats that are sold, by trip
     */
    public record State(int seats, Map<String, Integer> held, Map<String, Integer> sold) implements Stock {

        static final State NONE = new State(0, Map.of(), Map.of());

        public State {
            held = Map.copyOf(held);
            sold = Map.copyOf(sold);
        }

        int free() {
            return seats - sum(held) - sum(sold);
        }

        private static int sum(Map<String, Integer> parts) {
            return parts.values().stream().mapToInt(Integer::intValue).sum();
        }

        private State hold(SeatsHeld event) {
            Map<String, Integer> more = new HashMap<>(held);
            more.put(event.trip(), event.seats());
            return new State(seats, more, sold);
        }

        private State sell(SeatsSold event) {
            Map<String, Integer> more = new HashMap<>(sold);
            more.put(event.trip(), requireNonNull(held.get(event.trip())));
            return new State(seats, without(event.trip()), more);
        }

        private State release(SeatsReleased event) {
            return new State(seats, without(event.trip()), sold);
        }

        private Map<String, Integer> without(String trip) {
            Map<String, Integer> less = new HashMap<>(held);
            less.remove(trip);
            return less;
        }

        @Override
        public Set<String> heldFor() {
            return held.keySet();
        }

        @Override
        public Set<String> givenTo() {
            return sold.keySet();
        }

        @Override
        public boolean oversold() {
            return free() < 0;
        }
    }

    // Decider

    private static final BiFunction<State, Command, Decision<Event>> RULES = Cases.<State, Command, Decision<Event>>of(
                    Command.class)
            .on(Schedule.class, Flight::schedule)
            .exhaustive();

    private static final BiFunction<State, Event, State> CHANGES = Cases.<State, Event, State>of(Event.class)
            .on(Scheduled.class, (state, event) -> new State(event.seats(), Map.of(), Map.of()))
            .on(SeatsHeld.class, State::hold)
            .on(SeatsSold.class, State::sell)
            .on(SeatsReleased.class, State::release)
            .exhaustive();

    /** The rules. */
    public static final Decider<State, Command, Event> DECIDER = Decider.of(State.NONE, RULES, CHANGES);

    /** The aggregate. */
    public static final AggregateType<State, Command, Event> TYPE = AggregateType.named("flight", DECIDER)
            .commands(JsonSerde.of(Command.class))
            .events(JsonSerde.of(Event.class))
            .states(JsonSerde.of(State.class))
            .snapshots(SnapshotPolicy.every(100))
            .build();

    private Flight() {}

    // Rules

    private static Decision<Event> schedule(State state, Schedule schedule) {
        return state.seats() == 0
                ? Decision.accept(new Scheduled(schedule.seats()))
                : Decision.reject(
                        "already-scheduled", "expected a new flight, but it has %d seats".formatted(state.seats()));
    }

    // Participant rules

    /** What try, confirm and cancel mean to a flight. */
    public static final TccParticipant<State, Seats, Event> PARTICIPANT = new TccParticipant<>() {
        @Override
        public Decision<Event> reserve(State state, String trip, Seats request) {
            if (request.number() > state.free()) {
                return Decision.reject(
                        "sold-out",
                        "expected %d free seats, but there are %d".formatted(request.number(), state.free()));
            }
            return Decision.accept(new SeatsHeld(trip, request.number()));
        }

        @Override
        public Decision<Event> confirm(State state, String trip, Seats request) {
            return Decision.accept(new SeatsSold(trip));
        }

        @Override
        public Decision<Event> cancel(State state, String trip, Seats request) {
            return Decision.accept(new SeatsReleased(trip));
        }
    };
}
