/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import org.jspecify.annotations.Nullable;

/**
 * The revisions {@code [from, to)}; in text {@code from-to}, or {@code from-} if it is open.
 *
 * @param from the first revision
 * @param to the first revision that is not meant, or {@link #OPEN}
 */
public record RevisionRange(long from, long to) {

    /** No end: up to the revision that the instance has. */
    public static final long OPEN = Long.MAX_VALUE;

    /** Everything. */
    public static final RevisionRange ALL = new RevisionRange(0, OPEN);

    /** Whether the range has no end of its own. */
    public boolean isOpen() {
        return to == OPEN;
    }

    static RevisionRange parse(@Nullable String text) {
        if (text == null) {
            return ALL;
        }
        int dash = text.indexOf('-');
        try {
            if (dash > 0) {
                long from = Long.parseLong(text.substring(0, dash));
                String end = text.substring(dash + 1);
                return new RevisionRange(from, end.isEmpty() ? OPEN : Long.parseLong(end));
            }
        } catch (NumberFormatException e) {
            // Told below, as any other text that is not a range.
        }
        throw new IllegalArgumentException("expected revisions as from-to, but it is " + text);
    }

    @Override
    public String toString() {
        return isOpen() ? from + "-" : from + "-" + to;
    }
}
