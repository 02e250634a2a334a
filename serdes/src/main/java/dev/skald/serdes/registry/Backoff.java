/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often to try again, and how long to wait before each time: twice as long as the last time, up to a bound, and
 * between half and all of that by chance, so that many clients do not come back at once.
 *
 * @param retries how often at most, after the first time
 * @param first how long to wait before the first retry, at most
 * @param longest how long to wait before any retry, at most
 */
record Backoff(int retries, Duration first, Duration longest) {

    /** The wait before a retry, counted from 1. */
    Duration before(int retry, RandomGenerator random) {
        long doubled = Math.max(1, first.toMillis()) << Math.min(retry - 1, 20);
        long bound = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
    }
}
