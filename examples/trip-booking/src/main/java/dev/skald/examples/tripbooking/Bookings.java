/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import dev.skald.kafka.TccClient;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Phase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Asks for trips, without waiting for one before asking for the next, and keeps what came of them. */
final class Bookings {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final TccClient client;
    private final BooleanSupplier stopping;
    private final Histogram latencyMicros = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final Map<String, String> unknown = new TreeMap<>();
    private int asked;

    Bookings(TccClient client, BooleanSupplier stopping) {
        this.client = client;
        this.stopping = stopping;
    }

    /** Asks for all of them, until it is told to stop, and waits for the outcomes. */
    void ask(List<Trip> trips) {
        for (Trip trip : trips) {
            if (stopping.getAsBoolean()) {
                break;
            }
            asked++;
            long started = System.nanoTime();
            client.start(trip.request(), PATIENCE)
                    .whenComplete((outcome, failure) -> add(trip.id(), outcome, failure, System.nanoTime() - started));
        }
        awaitOutcomes();
    }

    private synchronized void add(String trip, @Nullable Outcome outcome, @Nullable Throwable failure, long tookNanos) {
        latencyMicros.recordValue(
                Math.min(TimeUnit.NANOSECONDS.toMicros(tookNanos), latencyMicros.getHighestTrackableValue()));
        if (outcome == null) {
            unknown.put(trip, String.valueOf(failure));
        } else {
            outcomes.put(trip, outcome);
        }
        notifyAll();
    }

    private synchronized void awaitOutcomes() {
        try {
            while (over() < asked) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many have been asked for. */
    int asked() {
        return asked;
    }

    /** How many have ended. */
    synchronized int over() {
        return outcomes.size() + unknown.size();
    }

    /** How they ended, by trip. */
    synchronized Map<String, Outcome> outcomes() {
        return Map.copyOf(outcomes);
    }

    /** Those without an outcome, and why: there should be none. */
    synchronized Map<String, String> unknown() {
        return new TreeMap<>(unknown);
    }

    synchronized double latencyMillis(double percentile) {
        return latencyMicros.getValueAtPercentile(percentile) / 1000.0;
    }

    /** How many ended so. */
    synchronized Map<Outcome.Result, Long> results() {
        Map<Outcome.Result, Long> results = new TreeMap<>();
        outcomes.values().forEach(outcome -> results.merge(outcome.result(), 1L, Long::sum));
        return results;
    }

    /** Who said what to a try that failed, and how often; several may have to the same trip. */
    synchronized Map<String, Long> refusals() {
        Map<String, Long> refusals = new TreeMap<>();
        for (Outcome outcome : outcomes.values()) {
            outcome.participants().forEach((side, participant) -> {
                var failure = participant.failure(Phase.TRY);
                if (failure != null) {
                    refusals.merge(side + ": " + failure.code(), 1L, Long::sum);
                }
            });
        }
        return refusals;
    }
}
