/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import dev.skald.examples.tripbooking.Flight.Seats;
import dev.skald.examples.tripbooking.Hotel.Stay;
import dev.skald.examples.tripbooking.RentalDesk.Cars;
import dev.skald.kafka.TccRequest;

/**
 * A trip that somebody wants to make.
 *
 * @param id its name, and that of its agreement
 * @param flight which flight
 * @param hotel which hotel
 * @param garage whose cars; empty if none is wanted
 * @param seats the seats
 * @param stay the nights in the hotel
 * @param cars the cars, if any are wanted
 */
record Trip(String id, String flight, String hotel, String garage, Seats seats, Stay stay, Cars cars) {

    boolean wantsCar() {
        return !garage.isEmpty();
    }

    TccRequest request() {
        TccRequest request =
                Agency.TRIP.request(id).ask(Agency.FLIGHTS, flight, seats).ask(Agency.HOTELS, hotel, stay);
        return wantsCar() ? request.ask(Agency.CARS, garage, cars) : request;
    }
}
