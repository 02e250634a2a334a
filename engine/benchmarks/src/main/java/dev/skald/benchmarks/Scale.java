/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds how often each subject is measured, in turns
 * @param warmUp commands before anything counts
 * @param flood commands in one measured flood
 * @param instances how many instances many are
 * @param atRate how long commands are sent at a rate
 * @param longHistory events of an instance with a long history
 * @param manyEvents events in a store that has grown
 * @param manyInstances instances of which only few can be in memory
 * @param subjects how many subjects are measured at most where no aim needs all of them
 */
record Scale(
        int rounds,
        int warmUp,
        int flood,
        int instances,
        Duration atRate,
        int longHistory,
        int manyEvents,
        int manyInstances,
        int subjects) {

    /** Figures worth keeping; takes about three quarters of an hour. */
    static final Scale FULL = new Scale(
            5, 300_000, 150_000, 20_000, Duration.ofSeconds(10), 100_000, 10_000_000, 1_000_000, Integer.MAX_VALUE);

    /** Shows that everything runs; the figures mean little. */
    static final Scale QUICK = new Scale(1, 2_000, 5_000, 500, Duration.ofSeconds(1), 3_000, 20_000, 5_000, 2);
}
