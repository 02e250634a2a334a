/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.examples.tripbooking.Phases.Counts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SeasonTest {

    @Test
    void theSameSeedLeadsToTheSameSeason() {
        assertThat(Season.of(7, 500)).isEqualTo(Season.of(7, 500)).isNotEqualTo(Season.of(8, 500));
    }

    @Test
    void thereIsLessThanIsWanted() {
        Season season = Season.of(7, 2000);

        assertThat(season.flights().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isLessThan(season.trips().stream()
                        .mapToInt(trip -> trip.seats().number())
                        .sum());
        assertThat(season.garages().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .isLessThan(season.trips().stream()
                        .mapToInt(trip -> trip.wantsCar() ? trip.cars().number() : 0)
                        .sum());
    }

    @Test
    void theLiveViewTellsWhatHasHappenedSinceItWasShownLast() {
        Counts before = new Counts(100, 90, 5, 80, 5);
        Counts now = new Counts(300, 270, 25, 260, 15);

        assertThat(LiveView.line(Duration.ofSeconds(12), Duration.ofMillis(500), now, before, 1000))
                .isEqualTo(" 12 s  per second: trying  400  confirming  360  cancelling   40  confirmed  360  refused"
                        + "   20   over: 275 of 1,000");
    }
}
