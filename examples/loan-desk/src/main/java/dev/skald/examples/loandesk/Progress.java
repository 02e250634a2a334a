/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Shows how far the replay has come: a bar on a terminal, a line now and then elsewhere. */
final class Progress implements AutoCloseable {

    private static final int BAR_CELLS = 30;

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier done;
    private final Supplier<OptionalDouble> fraction;
    private final long startedNanos = System.nanoTime();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "progress");

    private Progress(PrintStream out, boolean terminal, LongSupplier done, Supplier<OptionalDouble> fraction) {
        this.out = out;
        this.terminal = terminal;
        this.done = done;
        this.fraction = fraction;
    }

    static Progress start(PrintStream out, boolean terminal, LongSupplier done, Supplier<OptionalDouble> fraction) {
        Progress progress = new Progress(out, terminal, done, fraction);
        progress.thread.setDaemon(true);
        progress.thread.start();
        return progress;
    }

    private void run() {
        long everyMillis = terminal ? 200 : 5_000;
        try {
            while (!over.await(everyMillis, TimeUnit.MILLISECONDS)) {
                show();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void show() {
        String line = line(done.getAsLong(), fraction.get(), Duration.ofNanos(System.nanoTime() - startedNanos));
        // Spaces wipe what is left of a longer line before.
        out.print(terminal ? "\r" + line + "   " : line + "\n");
        out.flush();
    }

    static String line(long done, OptionalDouble fraction, Duration elapsed) {
        double seconds = Math.max(1e-3, elapsed.toMillis() / 1e3);
        String rate = String.format(Locale.ROOT, "%,d records  %,.0f/s", done, done / seconds);
        if (fraction.isEmpty() || fraction.getAsDouble() <= 0) {
            return rate;
        }
        double part = Math.min(1, fraction.getAsDouble());
        int cells = (int) Math.round(part * BAR_CELLS);
        Duration left = Duration.ofMillis((long) (elapsed.toMillis() * (1 - part) / part));
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %s  %d:%02d left",
                "#".repeat(cells),
                ".".repeat(BAR_CELLS - cells),
                part * 100,
                rate,
                left.toMinutes(),
                left.toSecondsPart());
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
