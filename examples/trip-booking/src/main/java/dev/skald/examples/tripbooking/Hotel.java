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
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A hotel and its rooms, night by night. */
public final class Hotel {

    // Commands, and what agreements ask for

    /** What can be asked of a hotel. */
    public sealed interface Command {}

    /** Opens it for the season. */
    public record Open(int rooms) implements Command {}

    /**
     * A room for some nights, please.
     *
     * @param first the first night
     * @param nights how many
     */
    public record Stay(int first, int nights) {

        boolean includes(int night) {
            return first <= night && night < first + nights;
        }

        /** The nights, in order. */
        IntStream all() {
            return IntStream.range(first, first + nights);
        }
    }

    // Events

    /** What can have happened to a hotel. */
    public sealed interface Event {}

    /** It is open. */
    public record Opened(int rooms) implements Event {}

    /** A room is held for a trip. */
    public record RoomHeld(String trip, Stay stay) implements Event {}

    /** The room that was held is booked. */
    public record RoomBooked(String trip) implements Event {}

    /** The room that was held is free again. */
    public record RoomReleased(String trip) implements Event {}

    // State

    /**
     * A hotel.
     *
     * @param rooms how many it has; 0 before it is open
     * @param held the stays that rooms are held for, by trip
     * @param booked the stays that are booked, by trip
     */
    public record State(int rooms, Map<String, Stay> held, Map<String, Stay> booked) implements Stock {

        static final State NONE = new State(0, Map.of(), Map.of());

        public State {
            held = Map.copyOf(held);
            booked = Map.copyOf(booked);
        }

        private long takenOn(int night) {
            return stays().filter(stay -> stay.includes(night)).count();
        }

        private Stream<Stay> stays() {
            return Stream.concat(held.values().stream(), booked.values().stream());
        }

        /** The first night of a stay on which every room is taken, if there is one. */
        OptionalInt firstFullNight(Stay stay) {
            return stay.all().filter(night -> takenOn(night) >= rooms).findFirst();
        }

        private State hold(RoomHeld event) {
            Map<String, Stay> more = new HashMap<>(held);
            more.put(event.trip(), event.stay());
            return new State(rooms, more, booked);
        }

        private State book(RoomBooked event) {
            Map<String, Stay> more = new HashMap<>(booked);
            more.put(event.trip(), requireNonNull(held.get(event.trip())));
            return new State(rooms, without(event.trip()), more);
        }

        private State release(RoomReleased event) {
            return new State(rooms, without(event.trip()), booked);
        }

        private Map<String, Stay> without(String trip) {
            Map<String, Stay> less = new HashMap<>(held);
            less.remove(trip);
            return less;
        }

        @Override
        public Set<String> heldFor() {
            return held.keySet();
        }

        @Override
        public Set<String> givenTo() {
            return booked.keySet();
        }

        @Override
        public boolean oversold() {
            return stays().flatMapToInt(Stay::all).distinct().anyMatch(night -> takenOn(night) > rooms);
        }
    }

    // Decider

    private static final BiFunction<State, Command, Decision<Event>> RULES = Cases.<State, Command, Decision<Event>>of(
                    Command.class)
            .on(Open.class, Hotel::open)
            .exhaustive();

    private static final BiFunction<State, Event, State> CHANGES = Cases.<State, Event, State>of(Event.class)
            .on(Opened.class, (state, event) -> new State(event.rooms(), Map.of(), Map.of()))
            .on(RoomHeld.class, State::hold)
            .on(RoomBooked.class, State::book)
            .on(RoomReleased.class, State::release)
            .exhaustive();

    /** The rules. */
    public static final Decider<State, Command, Event> DECIDER = Decider.of(State.NONE, RULES, CHANGES);

    /** The aggregate. */
    public static final AggregateType<State, Command, Event> TYPE = AggregateType.named("hotel", DECIDER)
            .commands(JsonSerde.of(Command.class))
            .events(JsonSerde.of(Event.class))
            .states(JsonSerde.of(State.class))
            .snapshots(SnapshotPolicy.every(100))
            .build();

    private Hotel() {}

    // Rules

    private static Decision<Event> open(State state, Open open) {
        return state.rooms() == 0
                ? Decision.accept(new Opened(open.rooms()))
                : Decision.reject("already-open", "expected a new hotel, but it has %d rooms".formatted(state.rooms()));
    }

    // Participant rules

    /** What try, confirm and cancel mean to a hotel. */
    public static final TccParticipant<State, Stay, Event> PARTICIPANT = new TccParticipant<>() {
        @Override
        public Decision<Event> reserve(State state, String trip, Stay request) {
            OptionalInt full = state.firstFullNight(request);
            return full.isPresent()
                    ? Decision.reject(
                            "no-vacancy", "expected a free room, but there is none on night " + full.getAsInt())
                    : Decision.accept(new RoomHeld(trip, request));
        }

        @Override
        public Decision<Event> confirm(State state, String trip, Stay request) {
            return Decision.accept(new RoomBooked(trip));
        }

        @Override
        public Decision<Event> cancel(State state, String trip, Stay request) {
            return Decision.accept(new RoomReleased(trip));
        }
    };
}
