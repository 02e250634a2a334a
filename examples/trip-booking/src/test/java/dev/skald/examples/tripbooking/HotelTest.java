/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Decision;
import dev.skald.examples.tripbooking.Hotel.Command;
import dev.skald.examples.tripbooking.Hotel.Event;
import dev.skald.examples.tripbooking.Hotel.Open;
import dev.skald.examples.tripbooking.Hotel.Opened;
import dev.skald.examples.tripbooking.Hotel.RoomBooked;
import dev.skald.examples.tripbooking.Hotel.RoomHeld;
import dev.skald.examples.tripbooking.Hotel.RoomReleased;
import dev.skald.examples.tripbooking.Hotel.State;
import dev.skald.examples.tripbooking.Hotel.Stay;
import dev.skald.testing.AggregateSpec;
import org.junit.jupiter.api.Test;

class HotelTest {

    private static final AggregateSpec<State, Command, Event> SPEC = AggregateSpec.of(Hotel.TYPE);

    @Test
    void itOpensOnce() {
        SPEC.givenNothing()
                .when(new Open(10))
                .then(new Opened(10))
                .and()
                .when(new Open(10))
                .thenRejected("already-open");
    }

    @Test
    void aRoomIsNeededOnEveryNightOfAStay() {
        SPEC.given(new Opened(1), new RoomHeld("trip-1", new Stay(3, 2))).thenState(state -> {
            assertThat(Hotel.PARTICIPANT.reserve(state, "trip-2", new Stay(1, 2)))
                    .isEqualTo(Decision.accept(new RoomHeld("trip-2", new Stay(1, 2))));
            assertThat(Hotel.PARTICIPANT.reserve(state, "trip-2", new Stay(5, 7)))
                    .isEqualTo(Decision.accept(new RoomHeld("trip-2", new Stay(5, 7))));
            assertThat(Hotel.PARTICIPANT.reserve(state, "trip-2", new Stay(1, 7)))
                    .isEqualTo(Decision.reject("no-vacancy", "expected a free room, but there is none on night 3"));
        });
    }

    @Test
    void whatWasHeldIsBookedOrFreeAgain() {
        Stay stay = new Stay(3, 2);
        SPEC.given(new Opened(1), new RoomHeld("trip-1", stay)).thenState(state -> {
            assertThat(Hotel.PARTICIPANT.confirm(state, "trip-1", stay))
                    .isEqualTo(Decision.accept(new RoomBooked("trip-1")));
            assertThat(Hotel.PARTICIPANT.cancel(state, "trip-1", stay))
                    .isEqualTo(Decision.accept(new RoomReleased("trip-1")));
        });
        SPEC.given(new Opened(1), new RoomHeld("trip-1", stay), new RoomBooked("trip-1"))
                .thenState(state -> assertThat(state.firstFullNight(stay)).hasValue(3));
        SPEC.given(new Opened(1), new RoomHeld("trip-1", stay), new RoomReleased("trip-1"))
                .thenState(state -> assertThat(state.firstFullNight(stay)).isEmpty());
    }

    @Test
    void replayLeadsToTheStateThatLives() {
        assertThat(new Agreements<>(Hotel.TYPE, Hotel.PARTICIPANT)
                        .given(new Opened(3))
                        .check(random -> new Stay(random.nextInt(10), 1 + random.nextInt(5))))
                .isPositive();
    }
}
