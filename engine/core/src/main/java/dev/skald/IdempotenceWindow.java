/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import java.time.Duration;

/**
 * How many commands an instance remembers, and for how long.
 *
 * <p>A command whose id is remembered is not decided again: its sender gets the first outcome. Only commands that
 * recorded events are remembered; one that was refused, or changed nothing, is decided anew. The memory costs no
 * record: it is rebuilt from the command ids in the events' headers, and carried over in snapshots.
 *
 * @param commands how many commands, the latest ones; 0 switches the window off
 * @param age how long after the command was carried out
 */
public record IdempotenceWindow(int commands, Duration age) {

    /** 128 commands, 7 days. */
    public static final IdempotenceWindow DEFAULT = new IdempotenceWindow(128, Duration.ofDays(7));

    public IdempotenceWindow {
        if (commands < 0) {
            throw new IllegalArgumentException("expected 0 or more commands, but it is " + commands);
        }
        if (age.isNegative()) {
            throw new IllegalArgumentException("expected an age of 0 or more, but it is " + age);
        }
    }
}
