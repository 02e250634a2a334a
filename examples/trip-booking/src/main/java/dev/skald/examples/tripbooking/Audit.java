/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import dev.skald.kafka.SkaldApplication;
import dev.skald.tcc.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what the stocks' histories say with what was asked for and how it ended.
 *
 * @param flights all flights
 * @param hotels all hotels
 * @param garages all garages
 */
record Audit(
        StoredStocks<Flight.State, Flight.Event> flights,
        StoredStocks<Hotel.State, Hotel.Event> hotels,
        StoredStocks<Garage.State, Garage.Event> garages) {

    /** Reads the histories. */
    static Audit of(String bootstrapServers, SkaldApplication application) {
        return new Audit(
                StoredStocks.read(bootstrapServers, application.journalTopic(Flight.TYPE), Flight.TYPE),
                StoredStocks.read(bootstrapServers, application.journalTopic(Hotel.TYPE), Hotel.TYPE),
                StoredStocks.read(bootstrapServers, application.journalTopic(Garage.TYPE), Garage.TYPE));
    }

    private List<StoredStocks<?, ?>> all() {
        return List.of(flights, hotels, garages);
    }

    /** Where a stock was oversold, at any time of its history. */
    List<String> oversold() {
        List<String> oversold = new ArrayList<>();
        all().forEach(each -> oversold.addAll(each.oversold()));
        return oversold;
    }

    /** What is still held. */
    List<String> held() {
        List<String> held = new ArrayList<>();
        all().forEach(each -> each.stocks().forEach((id, stock) -> {
            if (!stock.heldFor().isEmpty()) {
                held.add("expected nothing to be held, but %s is for %s".formatted(id, new TreeSet<>(stock.heldFor())));
            }
        }));
        return held;
    }

    /** Trips that got a part only, or got something else than they were told. */
    List<String> halves(List<Trip> trips, Map<String, Outcome> outcomes) {
        Map<String, Set<String>> given = given();
        List<String> halves = new ArrayList<>();
        for (Trip trip : trips) {
            Outcome outcome = outcomes.get(trip.id());
            boolean confirmed = outcome != null && outcome.isConfirmed();
            Set<String> expected = confirmed ? parts(trip) : Set.of();
            Set<String> actual = given.getOrDefault(trip.id(), Set.of());
            if (!actual.equals(expected)) {
                halves.add("expected %s of %s (%s), but it is %s"
                        .formatted(expected, trip.id(), outcome == null ? "no outcome" : outcome.result(), actual));
            }
        }
        return halves;
    }

    /** What each trip was given, and by whom. */
    private Map<String, Set<String>> given() {
        Map<String, Set<String>> given = new HashMap<>();
        flights.stocks()
                .forEach((id, flight) -> flight.sold().forEach((trip, seats) -> add(given, trip, id + ": " + seats)));
        hotels.stocks()
                .forEach((id, hotel) -> hotel.booked().forEach((trip, stay) -> add(given, trip, id + ": " + stay)));
        garages.stocks()
                .forEach((id, garage) -> garage.hired().forEach((trip, cars) -> add(given, trip, id + ": " + cars)));
        return given;
    }

    private static void add(Map<String, Set<String>> given, String trip, String part) {
        given.computeIfAbsent(trip, unknown -> new HashSet<>()).add(part);
    }

    private static Set<String> parts(Trip trip) {
        Set<String> parts = new HashSet<>();
        parts.add(trip.flight() + ": " + trip.seats().number());
        parts.add(trip.hotel() + ": " + trip.stay());
        if (trip.wantsCar()) {
            parts.add(trip.garage() + ": " + trip.cars().number());
        }
        return parts;
    }

    long events() {
        return all().stream().mapToLong(StoredStocks::events).sum();
    }
}
