/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.kafka.SkaldClient;
import dev.skald.tcc.Outcome;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Starts agreements and waits for their outcomes. */
final class AgreementLoad implements AutoCloseable {

    private static final int IN_FLIGHT = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final SkaldClient client;
    private final Deal deal;
    private final int instances;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private int started;

    AgreementLoad(String bootstrapServers, Setup setup, int instances) {
        this.client = SkaldClient.of(setup.application())
                .bootstrapServers(bootstrapServers)
                .maxInFlight(2 * IN_FLIGHT)
                .connect();
        this.deal = Deal.of(setup.application());
        this.instances = instances;
    }

    /**
     * How agreements are made.
     *
     * @param sides how many participants each has
     * @param refusedOneIn one in so many has a participant that refuses; 0 for none
     */
    record Kind(int sides, int refusedOneIn) {}

    /** Starts agreements as fast as outcomes allow; returns agreements per second. */
    double flood(int agreements, Kind kind) {
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        long begun = System.nanoTime();
        for (int i = 0; i < agreements; i++) {
            acquire(inFlight, 1);
            start(kind, outcome -> inFlight.release());
        }
        acquire(inFlight, IN_FLIGHT);
        return agreements / ((System.nanoTime() - begun) / 1e9);
    }

    /** Starts agreements at a rate, on a schedule; returns their latencies in microseconds, from when each was due. */
    Histogram atRate(double perSecond, Duration duration, Kind kind) {
        int agreements = (int) Math.max(1, perSecond * duration.toNanos() / 1e9);
        Histogram micros = new Histogram(PATIENCE.toNanos() / 1000, 3);
        Semaphore outcomes = new Semaphore(0);
        long begun = System.nanoTime();
        for (int i = 0; i < agreements; i++) {
            long due = begun + (long) (i * 1e9 / perSecond);
            CommandLoad.sleepUntil(due);
            start(kind, outcome -> {
                micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due));
                outcomes.release();
            });
        }
        acquire(outcomes, agreements);
        return micros;
    }

    private interface Told {
        void of(Outcome outcome);
    }

    private void start(Kind kind, Told told) {
        int number = started++;
        boolean refused = kind.refusedOneIn() > 0 && number % kind.refusedOneIn() == 0;
        var unused = client.tcc()
                .start(deal.request("deal-" + number, number % instances, kind.sides(), refused), PATIENCE)
                .whenComplete((outcome, e) -> {
                    if (e == null && outcome.isConfirmed() == refused) {
                        failure.set(new IllegalStateException("not as asked for: " + outcome));
                    } else if (e != null) {
                        failure.set(e);
                    }
                    told.of(outcome);
                });
    }

    private void acquire(Semaphore semaphore, int permits) {
        try {
            if (!semaphore.tryAcquire(permits, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("no outcomes within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("an agreement did not end as it should", cause);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
