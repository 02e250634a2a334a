/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * An agreement of which something was given up, which an operator has to look at.
 *
 * @param outcome how it stands, with what each side answered last
 * @param since since when it stands so
 */
public record OpenRepair(Outcome outcome, Instant since) {

    public OpenRepair {
        requireNonNull(outcome, "outcome");
        requireNonNull(since, "since");
    }
}
