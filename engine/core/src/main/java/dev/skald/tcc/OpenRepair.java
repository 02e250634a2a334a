/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An agreement of which something was given up, which an operator has to look at.
 *
 * @param outcome how it stood when it was given up, with what each side answered last
 * @param since when that was
 */
public record OpenRepair(Outcome outcome, Instant since) {

    public OpenRepair {
        requireNonNull(outcome, "outcome");
        requireNonNull(since, "since");
    }
}
