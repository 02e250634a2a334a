/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.examples.tripbooking.Garage.CarsHeld;
import dev.skald.examples.tripbooking.Garage.CarsHired;
import dev.skald.examples.tripbooking.Garage.CarsReleased;
import dev.skald.examples.tripbooking.Garage.Command;
import dev.skald.examples.tripbooking.Garage.Equip;
import dev.skald.examples.tripbooking.Garage.Equipped;
import dev.skald.examples.tripbooking.Garage.Event;
import dev.skald.examples.tripbooking.Garage.Hire;
import dev.skald.examples.tripbooking.Garage.Hold;
import dev.skald.examples.tripbooking.Garage.Release;
import dev.skald.examples.tripbooking.Garage.State;
import dev.skald.testing.AggregateSpec;
import dev.skald.testing.RandomHistories;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GarageTest {

    private static final AggregateSpec<State, Command, Event> SPEC = AggregateSpec.of(Garage.TYPE);

    @Test
    void itGetsItsCarsOnce() {
        SPEC.givenNothing()
                .when(new Equip(5))
                .then(new Equipped(5))
                .and()
                .when(new Equip(5))
                .thenRejected("already-equipped");
    }

    @Test
    void aCarThatIsHeldIsNotForHire() {
        SPEC.given(new Equipped(2), new CarsHeld("trip-1", 1))
                .when(new Hold("trip-2", 2))
                .thenRejected("no-car")
                .and()
                .when(new Hold("trip-2", 1))
                .then(new CarsHeld("trip-2", 1));
    }

    @Test
    void whatIsHeldIsHiredOutOnce() {
        SPEC.given(new Equipped(2), new CarsHeld("trip-1", 1))
                .when(new Hire("trip-1"))
                .then(new CarsHired("trip-1"))
                .thenState(state -> assertThat(state.free()).isEqualTo(1))
                .and()
                .when(new Hire("trip-1"))
                .thenNothing()
                .and()
                .when(new Release("trip-1"))
                .thenRejected("already-hired");
        SPEC.given(new Equipped(2)).when(new Hire("trip-1")).thenRejected("not-held");
    }

    @Test
    void whatIsReleasedIsForHireAgain() {
        SPEC.given(new Equipped(2), new CarsHeld("trip-1", 1))
                .when(new Release("trip-1"))
                .then(new CarsReleased("trip-1"))
                .thenState(state -> assertThat(state.free()).isEqualTo(2))
                .and()
                .when(new Release("trip-1"))
                .thenNothing();
    }

    @Test
    void aHoldThatComesAfterItsReleaseIsTurnedAway() {
        SPEC.given(new Equipped(2))
                .when(new Release("trip-1"))
                .then(new CarsReleased("trip-1"))
                .and()
                .when(new Hold("trip-1", 1))
                .thenRejected("turned-away");
    }

    @Test
    void holdingTwiceHoldsOnce() {
        SPEC.given(new Equipped(2), new CarsHeld("trip-1", 1))
                .when(new Hold("trip-1", 1))
                .thenNothing();
    }

    @Test
    void replayLeadsToTheStateThatLives() {
        long events = RandomHistories.of(Garage.TYPE, GarageTest::anything).check();
        assertThat(events).isPositive();
    }

    private static Command anything(Random random, State state) {
        assertThat(state.oversold()).isFalse();
        String trip = "trip-" + random.nextInt(10);
        List<Command> commands = List.of(
                new Equip(1 + random.nextInt(6)),
                new Hold(trip, 1 + random.nextInt(2)),
                new Hire(trip),
                new Release(trip));
        return commands.get(random.nextInt(commands.size()));
    }
}
