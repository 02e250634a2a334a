/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.Reply;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what came of the commands that were sent. Safe for use by several threads. */
final class Outcomes {

    private final Histogram latencyMicros = new Histogram(TimeUnit.MINUTES.toMicros(10), 3);
    private final Map<String, Long> rejectedByCode = new TreeMap<>();
    private final Map<String, Long> otherwise = new TreeMap<>();
    private long accepted;
    private long answered;

    synchronized void add(@Nullable Reply reply, @Nullable Throwable failure, long tookNanos) {
        answered++;
        latencyMicros.recordValue(
                Math.min(TimeUnit.NANOSECONDS.toMicros(tookNanos), latencyMicros.getHighestTrackableValue()));
        if (reply instanceof Reply.Accepted) {
            accepted++;
        } else if (reply instanceof Reply.Rejected rejected) {
            rejectedByCode.merge(rejected.code(), 1L, Long::sum);
        } else {
            otherwise.merge(String.valueOf(reply == null ? failure : reply), 1L, Long::sum);
        }
        notifyAll();
    }

    /** Waits until so many commands have been answered; each is, be it by giving up. */
    synchronized void awaitAnswers(long commands) {
        try {
            while (answered < commands) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized long answered() {
        return answered;
    }

    synchronized long accepted() {
        return accepted;
    }

    synchronized Map<String, Long> rejectedByCode() {
        return new TreeMap<>(rejectedByCode);
    }

    synchronized long rejected() {
        return rejectedByCode.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Conflicts, failures and commands without an answer, by what they say: there should be none. */
    synchronized Map<String, Long> otherwise() {
        return new TreeMap<>(otherwise);
    }

    synchronized double latencyMillis(double percentile) {
        return latencyMicros.getValueAtPercentile(percentile) / 1000.0;
    }
}
