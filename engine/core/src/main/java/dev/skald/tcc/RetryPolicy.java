/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How often, and after which delays, a confirm or a cancel is asked for again.
 *
 * <p>Delays grow exponentially and are spread by jitter, so that many agreements that failed together do not come back
 * together (Brooker, “Exponential Backoff And Jitter”, 2015).
 *
 * @param retries how often after the first attempt; 0 means one attempt
 * @param firstDelay the delay before the first retry
 * @param factor by how much each delay is longer than the one before
 * @param jitter by which part of itself a delay may be shorter or longer, from 0 to 1
 * @param mostDelay the longest delay, before jitter
 * @param mostTotal how long after the first attempt the last one may begin
 */
public record RetryPolicy(
        int retries, Duration firstDelay, double factor, double jitter, Duration mostDelay, Duration mostTotal) {

    private static final Duration MOST = Duration.ofDays(3650);

    /** 10 retries: 500 ms, growing by half, half of it up or down, at most 60 s each and 15 minutes in all. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(10, Duration.ofMillis(500), 1.5, 0.5, Duration.ofSeconds(60), Duration.ofMinutes(15));

    public RetryPolicy {
        if (retries < 0) {
            throw new IllegalArgumentException("expected 0 or more retries, but they are " + retries);
        }
        bounded(firstDelay, "first delay");
        bounded(mostDelay, "longest delay");
        bounded(mostTotal, "longest total");
        if (!(factor >= 1)) {
            throw new IllegalArgumentException("expected a factor of 1 or more, but it is " + factor);
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("expected a jitter from 0 to 1, but it is " + jitter);
        }
    }

    /** The same with another number of retries. */
    public RetryPolicy withRetries(int number) {
        return new RetryPolicy(number, firstDelay, factor, jitter, mostDelay, mostTotal);
    }

    /** The same with delays that begin so and grow by this factor. */
    public RetryPolicy withDelays(Duration first, double growth) {
        return new RetryPolicy(retries, first, growth, jitter, mostDelay, mostTotal);
    }

    /** The same with this jitter. */
    public RetryPolicy withJitter(double part) {
        return new RetryPolicy(retries, firstDelay, factor, part, mostDelay, mostTotal);
    }

    /** The same with these bounds. */
    public RetryPolicy withBounds(Duration eachDelay, Duration total) {
        return new RetryPolicy(retries, firstDelay, factor, jitter, eachDelay, total);
    }

    /**
     * The delay before the next attempt, if there is to be one.
     *
     * @param failed how many attempts have failed so far, at least 1
     * @param since how long ago the first of them began
     * @param chance a number from 0 to 1 that decides the jitter
     */
    public Optional<Duration> next(int failed, Duration since, double chance) {
        if (failed > retries) {
            return Optional.empty();
        }
        double grown = (double) firstDelay.toMillis() * Math.pow(factor, failed - 1);
        double bounded = Math.min(grown, (double) mostDelay.toMillis());
        Duration delay = Duration.ofMillis(Math.round(bounded * (1 - jitter + 2 * jitter * chance)));
        return since.plus(delay).compareTo(mostTotal) > 0 ? Optional.empty() : Optional.of(delay);
    }

    private static void bounded(Duration duration, String what) {
        requireNonNull(duration, what);
        if (duration.isNegative() || duration.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "expected a %s of 0 to 3650 days, but it is %s".formatted(what, duration));
        }
    }
}
