/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import java.util.UUID;

/**
 * The id of a command of the load: a UUID like any other, as real clients have, out of which the load reads again which
 * command it was.
 *
 * @param run the run it belongs to
 * @param index its place in the run
 */
record CommandId(int run, int index) {

    /** Odd, so that multiplying with it can be undone; it spreads what is next to each other. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final long UNSPREAD = inverse(SPREAD);

    String text() {
        long spread = ((long) run << 32 | index) * SPREAD;
        long more = (spread ^ spread >>> 31) * SPREAD;
        return new UUID(more ^ more >>> 29, spread).toString();
    }

    static CommandId parse(String text) {
        long both = UUID.fromString(text).getLeastSignificantBits() * UNSPREAD;
        return new CommandId((int) (both >>> 32), (int) both);
    }

    /** By Newton's iteration, which doubles the number of right bits at each step. */
    private static long inverse(long odd) {
        long inverse = odd;
        for (int step = 0; step < 6; step++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
