/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import dev.skald.tcc.Outcome;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is told in the end, and what is checked.
 *
 * @param season what there was, and what was wanted
 * @param bookings what came of it
 * @param audit what is stored
 * @param kills how many processes were killed
 * @param took how long the bookings took
 */
record Report(Season season, Bookings bookings, Audit audit, int kills, Duration took) {

    private static final int MOST_SHOWN = 20;

    /** Prints the figures. */
    void print(PrintStream out) {
        line(out, "trips asked for", bookings.asked());
        bookings.results().forEach((result, count) -> line(out, "  " + name(result), count));
        line(out, "  without an outcome", bookings.unknown().size());
        out.println("why tries failed");
        bookings.refusals().forEach((refusal, count) -> line(out, "  " + refusal, count));
        line(out, "processes killed", kills);
        out.printf(Locale.ROOT, "%-28s %,12d of %,d%n", "seats sold", seatsSold(), total(season.flights()));
        out.printf(Locale.ROOT, "%-28s %,12d of %,d%n", "cars hired", carsHired(), total(season.garages()));
        line(out, "events of the stocks", audit.events());
        double seconds = Math.max(1e-3, took.toMillis() / 1e3);
        out.printf(
                Locale.ROOT,
                "%-28s %,12.0f trips/s over %.1f s, kills included%n",
                "throughput",
                bookings.over() / seconds,
                seconds);
        out.printf(
                Locale.ROOT,
                "%-28s %12s p50 %,.0f, p95 %,.0f, p99 %,.0f%n",
                "latency, ms",
                "",
                bookings.latencyMillis(50),
                bookings.latencyMillis(95),
                bookings.latencyMillis(99));
    }

    private static String name(Outcome.Result result) {
        return result == Outcome.Result.TRY_FAILED
                ? "refused, and cancelled"
                : result.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void line(PrintStream out, String what, long count) {
        out.printf(Locale.ROOT, "%-28s %,12d%n", what, count);
    }

    private long seatsSold() {
        return audit.flights().stocks().values().stream()
                .mapToLong(flight -> total(flight.sold()))
                .sum();
    }

    private long carsHired() {
        return audit.garages().stocks().values().stream()
                .mapToLong(garage -> total(garage.hired()))
                .sum();
    }

    private static long total(java.util.Map<String, Integer> parts) {
        return parts.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** Runs the checks and prints each; returns whether all of them hold. */
    boolean check(PrintStream out, PrintStream complaints) {
        List<Trip> asked = season.trips().subList(0, bookings.asked());
        boolean holds = check(out, complaints, "nothing was ever oversold", audit.oversold());
        holds &= check(out, complaints, "nothing is held", audit.held());
        holds &= check(out, complaints, "every trip is whole or nothing", audit.halves(asked, bookings.outcomes()));
        holds &= check(out, complaints, "every trip has an outcome that needs no repair", broken());
        return holds;
    }

    private static boolean check(PrintStream out, PrintStream complaints, String what, List<String> wrong) {
        out.println((wrong.isEmpty() ? "checked: " : "NOT SO: ") + what);
        wrong.stream().limit(MOST_SHOWN).forEach(each -> complaints.println("DIFFERENT: " + each));
        if (wrong.size() > MOST_SHOWN) {
            complaints.printf("DIFFERENT: … and %d more%n", wrong.size() - MOST_SHOWN);
        }
        return wrong.isEmpty();
    }

    private List<String> broken() {
        List<String> broken = new ArrayList<>();
        bookings.unknown().forEach((trip, why) -> broken.add("expected an outcome of %s, but %s".formatted(trip, why)));
        bookings.outcomes().forEach((trip, outcome) -> {
            if (!outcome.isConfirmed() && outcome.result() != Outcome.Result.TRY_FAILED) {
                broken.add("expected %s to be confirmed or cancelled, but it is %s".formatted(trip, outcome));
            }
        });
        return broken;
    }
}
