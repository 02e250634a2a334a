/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/**
 * A command that an instance remembers, with its outcome.
 *
 * @param fingerprint the 128 bits by which the command's id is remembered
 * @param revisionBefore the instance's revision before it
 * @param revisionAfter the instance's revision after it
 * @param handledAt when it was handled, by the engine's clock, to the millisecond
 */
public record HandledCommand(UUID fingerprint, long revisionBefore, long revisionAfter, Instant handledAt) {

    public HandledCommand {
        requireNonNull(fingerprint, "fingerprint");
        requireNonNull(handledAt, "handledAt");
    }
}
