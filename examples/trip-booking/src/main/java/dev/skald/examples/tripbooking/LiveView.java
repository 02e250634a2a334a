/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import dev.skald.examples.tripbooking.Phases.Counts;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows once a second what the agreements are at: on a terminal in one line that changes, elsewhere in a line each. */
final class LiveView implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final PrintStream out;
    private final boolean terminal;
    private final int bookings;
    private final Supplier<Counts> counts;
    private final long startedNanos = System.nanoTime();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "live-view");
    private Counts shown = Counts.NONE;
    private long shownNanos = startedNanos;

    private LiveView(PrintStream out, boolean terminal, int bookings, Supplier<Counts> counts) {
        this.out = out;
        this.terminal = terminal;
        this.bookings = bookings;
        this.counts = counts;
    }

    static LiveView start(PrintStream out, boolean terminal, int bookings, Supplier<Counts> counts) {
        LiveView view = new LiveView(out, terminal, bookings, counts);
        view.thread.setDaemon(true);
        view.thread.start();
        return view;
    }

    private void run() {
        try {
            while (!over.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                show();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void show() {
        Counts now = counts.get();
        long nanos = System.nanoTime();
        String line = line(
                Duration.ofNanos(nanos - startedNanos), Duration.ofNanos(nanos - shownNanos), now, shown, bookings);
        shown = now;
        shownNanos = nanos;
        // Spaces wipe what is left of a longer line before.
        out.print(terminal ? "\r" + line + "   " : line + "\n");
        out.flush();
    }

    static String line(Duration sinceStart, Duration sinceLast, Counts now, Counts before, int bookings) {
        Counts steps = now.minus(before);
        double seconds = Math.max(1e-3, sinceLast.toMillis() / 1e3);
        return String.format(
                Locale.ROOT,
                "%3d s  per second: trying %,4.0f  confirming %,4.0f  cancelling %,4.0f  confirmed %,4.0f  refused"
                        + " %,4.0f   over: %,d of %,d",
                sinceStart.toSeconds(),
                steps.trying() / seconds,
                steps.confirming() / seconds,
                steps.cancelling() / seconds,
                steps.confirmed() / seconds,
                steps.refused() / seconds,
                now.confirmed() + now.refused(),
                bookings);
    }

    /** Says something else, in a line of its own. */
    synchronized void say(String what) {
        out.println(terminal ? "\r" + what + " ".repeat(Math.max(0, 120 - what.length())) : what);
    }

    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        show();
        if (terminal) {
            out.println();
        }
    }
}
