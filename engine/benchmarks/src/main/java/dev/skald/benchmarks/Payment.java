/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the serdes are measured with: the same as the class that is generated from {@code Payment.avsc}. */
record Payment(
        String id,
        String account,
        long cents,
        long at,
        double rate,
        boolean urgent,
        Channel channel,
        @Nullable String note,
        List<Line> lines) {

    /** How it came in. */
    enum Channel {
        BRANCH,
        ONLINE,
        PHONE
    }

    /** What is paid for. */
    record Line(String text, int quantity, long cents) {}

    static Payment sample() {
        return new Payment(
                "b5a7c1f0-2f4e-4d0a-9d3c-6a1e8f2b7c55",
                "DE02120300000000202051",
                129_900,
                1_764_000_000_123_456L,
                1.0875,
                true,
                Channel.ONLINE,
                "invoice 2026-117",
                List.of(new Line("chair", 4, 19_900), new Line("table, oak", 1, 50_300)));
    }
}
