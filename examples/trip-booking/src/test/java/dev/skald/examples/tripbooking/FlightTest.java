/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Decision;
import dev.skald.examples.tripbooking.Flight.Command;
import dev.skald.examples.tripbooking.Flight.Event;
import dev.skald.examples.tripbooking.Flight.Schedule;
import dev.skald.examples.tripbooking.Flight.Scheduled;
import dev.skald.examples.tripbooking.Flight.Seats;
import dev.skald.examples.tripbooking.Flight.SeatsHeld;
import dev.skald.examples.tripbooking.Flight.SeatsReleased;
import dev.skald.examples.tripbooking.Flight.SeatsSold;
import dev.skald.examples.tripbooking.Flight.State;
import dev.skald.testing.AggregateSpec;
import dev.skald.testing.RandomHistories;
import org.junit.jupiter.api.Test;

class FlightTest {

    private static final AggregateSpec<State, Command, Event> SPEC = AggregateSpec.of(Flight.TYPE);

    @Test
    void itIsPutOnTheTimetableOnce() {
        SPEC.givenNothing()
                .when(new Schedule(100))
                .then(new Scheduled(100))
                .and()
                .when(new Schedule(100))
                .thenRejected("already-scheduled");
    }

    @Test
    void aSeatThatIsHeldIsNotForSale() {
        SPEC.given(new Scheduled(3), new SeatsHeld("trip-1", 2)).thenState(state -> {
            assertThat(Flight.PARTICIPANT.reserve(state, "trip-2", new Seats(1)))
                    .isEqualTo(Decision.accept(new SeatsHeld("trip-2", 1)));
            assertThat(Flight.PARTICIPANT.reserve(state, "trip-2", new Seats(2)))
                    .isEqualTo(Decision.reject("sold-out", "expected 2 free seats, but there are 1"));
        });
    }

    @Test
    void confirmingSellsWhatWasHeld() {
        SPEC.given(new Scheduled(3), new SeatsHeld("trip-1", 2))
                .thenState(state -> assertThat(Flight.PARTICIPANT.confirm(state, "trip-1", new Seats(2)))
                        .isEqualTo(Decision.accept(new SeatsSold("trip-1"))));
        SPEC.given(new Scheduled(3), new SeatsHeld("trip-1", 2), new SeatsSold("trip-1"))
                .thenState(state -> {
                    assertThat(state.free()).isEqualTo(1);
                    assertThat(state.sold()).containsEntry("trip-1", 2);
                    assertThat(state.heldFor()).isEmpty();
                });
    }

    @Test
    void cancellingPutsWhatWasHeldOnSaleAgain() {
        SPEC.given(new Scheduled(3), new SeatsHeld("trip-1", 2))
                .thenState(state -> assertThat(Flight.PARTICIPANT.cancel(state, "trip-1", new Seats(2)))
                        .isEqualTo(Decision.accept(new SeatsReleased("trip-1"))));
        SPEC.given(new Scheduled(3), new SeatsHeld("trip-1", 2), new SeatsReleased("trip-1"))
                .thenState(state -> assertThat(state.free()).isEqualTo(3));
    }

    @Test
    void replayLeadsToTheStateThatLives() {
        long events = RandomHistories.of(Flight.TYPE, (random, state) -> new Schedule(1 + random.nextInt(300)))
                .check();
        assertThat(events).isPositive();
        assertThat(new Agreements<>(Flight.TYPE, Flight.PARTICIPANT)
                        .given(new Scheduled(20))
                        .check(random -> new Seats(1 + random.nextInt(6))))
                .isPositive();
    }
}
