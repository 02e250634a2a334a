/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import java.util.Locale;

/** The three things that a participant is asked for. */
public enum Phase {
    /** Check and reserve, so that confirming cannot fail for a reason of the trade. */
    TRY,
    /** Make what was reserved final. */
    CONFIRM,
    /** Give back what was reserved. */
    CANCEL;

    /** The name in headers and texts, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The phase with this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Phase parse(String text) {
        for (Phase phase : values()) {
            if (phase.text().equals(text)) {
                return phase;
            }
        }
        throw new IllegalArgumentException("expected try, confirm or cancel, but it is \"" + text + "\"");
    }
}
