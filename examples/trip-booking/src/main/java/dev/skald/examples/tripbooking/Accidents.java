/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Kills processes while bookings are under way, and starts them again. When, which, and how long they stay dead follows
 * from a seed; “when” is how much of the work is done, so that it does not depend on how fast the machine is.
 */
final class Accidents implements AutoCloseable {

    private static final double EARLIEST = 0.1;
    private static final double LATEST = 0.8;
    private static final int LONGEST_DEAD_MS = 2_000;

    private final Offices offices;
    private final DoubleSupplier progress;
    private final Consumer<String> tell;
    private final int number;
    private final Random random;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "accidents");
    private final AtomicInteger happened = new AtomicInteger();

    private Accidents(Offices offices, int number, long seed, DoubleSupplier progress, Consumer<String> tell) {
        this.offices = offices;
        this.number = number;
        this.random = new Random(seed);
        this.progress = progress;
        this.tell = tell;
    }

    /**
     * Begins.
     *
     * @param number how many
     * @param progress how much of the work is done, from 0 to 1
     * @param tell who is told of each
     */
    static Accidents start(Offices offices, int number, long seed, DoubleSupplier progress, Consumer<String> tell) {
        Accidents accidents = new Accidents(offices, number, seed, progress, tell);
        accidents.thread.start();
        return accidents;
    }

    /** How many have happened. */
    int happened() {
        return happened.get();
    }

    private void run() {
        try {
            for (int i = 0; i < number && awaitProgress(i); i++) {
                killOne();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each has its own part of the time. Returns false if the work is over. */
    private boolean awaitProgress(int accident) throws InterruptedException {
        double part = (LATEST - EARLIEST) / number;
        double when = EARLIEST + part * (accident + random.nextDouble());
        while (progress.getAsDouble() < when) {
            if (over.await(5, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return over.getCount() > 0;
    }

    private void killOne() throws InterruptedException {
        int victim = random.nextInt(offices.number());
        Duration dead = Duration.ofMillis(random.nextInt(LONGEST_DEAD_MS));
        long pid = offices.kill(victim);
        happened.incrementAndGet();
        tell.accept(
                "kill -9 of process %d (pid %d), started again after %d ms".formatted(victim, pid, dead.toMillis()));
        // Whether or not the work is over by then: what is dead is started again.
        over.await(dead.toMillis(), TimeUnit.MILLISECONDS);
        offices.restart(victim);
    }

    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
