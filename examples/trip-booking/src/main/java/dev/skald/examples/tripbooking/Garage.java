/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import static java.util.Objects.requireNonNull;

import dev.skald.Cases;
import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.SnapshotPolicy;
import dev.skald.kafka.AggregateType;
import dev.skald.serdes.json.JsonSerde;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A garage and its cars for hire. It knows nothing of agreements: a {@link RentalDesk} asks it on their behalf, with
 * commands, each of which may come twice or too late.
 */
public final class Garage {

    // Commands

    /** What can be asked of a garage. */
    public sealed interface Command {}

    /** Brings the cars in. */
    public record Equip(int cars) implements Command {}

    /** Holds cars for a trip. */
    public record Hold(String trip, int cars) implements Command {}

    /** Hires out what is held for a trip. */
    public record Hire(String trip) implements Command {}

    /** Gives back what is held for a trip, if anything is, and turns the trip away from now on. */
    public record Release(String trip) implements Command {}

    // Events

    /** What can have happened to a garage. */
    public sealed interface Event {}

    /** It has cars. */
    public record Equipped(int cars) implements Event {}

    /** Cars are held for a trip. */
    public record CarsHeld(String trip, int cars) implements Event {}

    /** The cars that were held are hired out. */
    public record CarsHired(String trip) implements Event {}

    /** The cars that were held, if any were, are for hire again, and the trip gets none any more. */
    public record CarsReleased(String trip) implements Event {}

    // State

    /**
     * A garage.
     *
     * @param cars how many it has; 0 before they are brought in
     * @param held the cars that are held, by trip
     * @param hired the cars that are hired out, by trip
     * @param turnedAway the trips that get none any more
     */
    public record State(int cars, Map<String, Integer> held, Map<String, Integer> hired, Set<String> turnedAway)
            implements Stock {

        static final State NONE = new State(0, Map.of(), Map.of(), Set.of());

        public State {
            held = Map.copyOf(held);
            hired = Map.copyOf(hired);
            turnedAway = Set.copyOf(turnedAway);
        }

        int free() {
            return cars - sum(held) - sum(hired);
        }

        private static int sum(Map<String, Integer> parts) {
            return parts.values().stream().mapToInt(Integer::intValue).sum();
        }

        private State hold(CarsHeld event) {
            Map<String, Integer> more = new HashMap<>(held);
            more.put(event.trip(), event.cars());
            return new State(cars, more, hired, turnedAway);
        }

        private State hire(CarsHired event) {
            Map<String, Integer> more = new HashMap<>(hired);
            more.put(event.trip(), requireNonNull(held.get(event.trip())));
            return new State(cars, without(event.trip()), more, turnedAway);
        }

        private State release(CarsReleased event) {
            Set<String> more = new HashSet<>(turnedAway);
            more.add(event.trip());
            return new State(cars, without(event.trip()), hired, more);
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
            return hired.keySet();
        }

        @Override
        public boolean oversold() {
            return free() < 0;
        }
    }

    // Decider

    private static final BiFunction<State, Command, Decision<Event>> RULES = Cases.<State, Command, Decision<Event>>of(
                    Command.class)
            .on(Equip.class, Garage::equip)
            .on(Hold.class, Garage::hold)
            .on(Hire.class, Garage::hire)
            .on(Release.class, Garage::release)
            .exhaustive();

    private static final BiFunction<State, Event, State> CHANGES = Cases.<State, Event, State>of(Event.class)
            .on(Equipped.class, (state, event) -> new State(event.cars(), Map.of(), Map.of(), Set.of()))
            .on(CarsHeld.class, State::hold)
            .on(CarsHired.class, State::hire)
            .on(CarsReleased.class, State::release)
            .exhaustive();

    /** The rules. */
    public static final Decider<State, Command, Event> DECIDER = Decider.of(State.NONE, RULES, CHANGES);

    /** The aggregate. */
    public static final AggregateType<State, Command, Event> TYPE = AggregateType.named("garage", DECIDER)
            .commands(JsonSerde.of(Command.class))
            .events(JsonSerde.of(Event.class))
            .states(JsonSerde.of(State.class))
            .snapshots(SnapshotPolicy.every(100))
            .build();

    private Garage() {}

    // Rules

    private static Decision<Event> equip(State state, Equip equip) {
        return state.cars() == 0
                ? Decision.accept(new Equipped(equip.cars()))
                : Decision.reject(
                        "already-equipped", "expected an empty garage, but it has %d cars".formatted(state.cars()));
    }

    private static Decision<Event> hold(State state, Hold hold) {
        String trip = hold.trip();
        if (state.turnedAway().contains(trip)) {
            return Decision.reject("turned-away", "expected a trip that was not given up, but %s was".formatted(trip));
        }
        if (state.held().containsKey(trip) || state.hired().containsKey(trip)) {
            return Decision.accept();
        }
        return hold.cars() > state.free()
                ? Decision.reject(
                        "no-car", "expected %d free cars, but there are %d".formatted(hold.cars(), state.free()))
                : Decision.accept(new CarsHeld(trip, hold.cars()));
    }

    private static Decision<Event> hire(State state, Hire hire) {
        if (state.hired().containsKey(hire.trip())) {
            return Decision.accept();
        }
        return state.held().containsKey(hire.trip())
                ? Decision.accept(new CarsHired(hire.trip()))
                : Decision.reject("not-held", "expected cars to be held for %s, but none are".formatted(hire.trip()));
    }

    private static Decision<Event> release(State state, Release release) {
        String trip = release.trip();
        if (state.hired().containsKey(trip)) {
            return Decision.reject("already-hired", "expected cars to be held for %s, but it has them".formatted(trip));
        }
        return state.turnedAway().contains(trip) ? Decision.accept() : Decision.accept(new CarsReleased(trip));
    }
}
