/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import dev.skald.examples.tripbooking.Flight.Seats;
import dev.skald.examples.tripbooking.Hotel.Stay;
import dev.skald.examples.tripbooking.RentalDesk.Cars;
import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.TccType;
import dev.skald.serdes.json.JsonSerde;
import dev.skald.tcc.ParticipantOptions;
import java.time.Duration;

/** The travel agency: who is asked for a trip, and the application in which most of them live. */
final class Agency {

    static final String ID = "trips";

    private static final int PARTITIONS = 4;

    /** Sells seats on flights. */
    static final ParticipantType<Seats> FLIGHTS =
            ParticipantType.named("flights", JsonSerde.of(Seats.class)).withPartitions(PARTITIONS);

    /** Books rooms in hotels. */
    static final ParticipantType<Stay> HOTELS =
            ParticipantType.named("hotels", JsonSerde.of(Stay.class)).withPartitions(PARTITIONS);

    /** Hires out cars: a {@link RentalDesk}, which is slow. */
    static final ParticipantType<Cars> CARS =
            ParticipantType.named("cars", JsonSerde.of(Cars.class)).withPartitions(PARTITIONS);

    /** Whoever is killed has this long to come back and answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A trip: all of what it asks for, or nothing. */
    static final TccType TRIP = TccType.named("trip")
            .participant(FLIGHTS)
            .participant(HOTELS)
            .participant(CARS)
            .options(ParticipantOptions.unset().withTryTimeout(PATIENCE).withAnswerTimeout(PATIENCE))
            .build();

    private Agency() {}

    static SkaldApplication application() {
        return SkaldApplication.named(ID)
                .aggregate(Flight.TYPE)
                .aggregate(Hotel.TYPE)
                .aggregate(Garage.TYPE)
                .participant(FLIGHTS, Flight.TYPE, Flight.PARTICIPANT)
                .participant(HOTELS, Hotel.TYPE, Hotel.PARTICIPANT)
                .tcc(TRIP)
                .partitions(PARTITIONS)
                .build();
    }

    /** The log of all agreements: JSON, for anybody to read. */
    static String logTopic() {
        return ID + "-tcc-journal-changelog";
    }
}
