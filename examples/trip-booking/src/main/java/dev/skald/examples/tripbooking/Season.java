/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import dev.skald.examples.tripbooking.Flight.Seats;
import dev.skald.examples.tripbooking.Hotel.Stay;
import dev.skald.examples.tripbooking.RentalDesk.Cars;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A season: what there is, and who wants to travel. All of it follows from a number, so that it can be had again. There
 * is less than is wanted.
 *
 * @param seed the number
 * @param flights seats by flight
 * @param hotels rooms by hotel
 * @param garages cars by garage
 * @param trips what is wanted, in this order
 */
record Season(
        long seed,
        Map<String, Integer> flights,
        Map<String, Integer> hotels,
        Map<String, Integer> garages,
        List<Trip> trips) {

    private static final int NIGHTS = 28;
    private static final int MOST_NIGHTS = 7;
    private static final int MOST_TRAVELLERS = 6;

    /** Garages are small: so many for each hotel. */
    private static final int GARAGES = 10;

    /** More than so many are a second car. */
    private static final int FIT_INTO_A_CAR = 4;

    /** A season for so many trips, with so many flights, hotels and garages that none of them is asked by all. */
    static Season of(long seed, int bookings) {
        Random random = new Random(seed);
        int places = Math.max(4, bookings / 200);
        double tripsPerPlace = (double) bookings / places;
        double seats = tripsPerPlace * (MOST_TRAVELLERS + 1) / 2;
        double rooms = tripsPerPlace * (MOST_NIGHTS + 1) / 2 / NIGHTS;
        return new Season(
                seed,
                stocks(random, "flight", places, seats * 0.95),
                stocks(random, "hotel", places, rooms * 1.2),
                stocks(random, "garage", places * GARAGES, tripsPerPlace / GARAGES * 0.9),
                IntStream.range(0, bookings)
                        .mapToObj(number -> trip(random, places, number))
                        .toList());
    }

    private static Map<String, Integer> stocks(Random random, String name, int number, double mean) {
        Map<String, Integer> stocks = new LinkedHashMap<>();
        for (int i = 0; i < number; i++) {
            double size = mean * (0.7 + 0.6 * random.nextDouble());
            stocks.put(name + "-" + i, Math.max(1, (int) Math.round(size)));
        }
        return stocks;
    }

    private static Trip trip(Random random, int places, int number) {
        int travellers = 1 + random.nextInt(MOST_TRAVELLERS);
        int nights = 1 + random.nextInt(MOST_NIGHTS);
        boolean car = random.nextInt(4) > 0;
        return new Trip(
                "trip-" + number,
                "flight-" + random.nextInt(places),
                "hotel-" + random.nextInt(places),
                car ? "garage-" + random.nextInt(places * GARAGES) : "",
                new Seats(travellers),
                new Stay(random.nextInt(NIGHTS - nights + 1), nights),
                new Cars(travellers > FIT_INTO_A_CAR ? 2 : 1));
    }
}
