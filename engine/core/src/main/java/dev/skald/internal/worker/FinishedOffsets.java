/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * How far a partition is finished, although its records finish in any order: everything before the position is, and
 * nothing is lost if reading begins there again.
 */
final class FinishedOffsets {

    private final Deque<Long> open = new ArrayDeque<>();
    private final Set<Long> finishedAhead = new HashSet<>();
    private long position;

    /** Begins with the offset of the first record that will be taken, or one before it. */
    FinishedOffsets(long position) {
        this.position = position;
    }

    /** A record was taken. Offsets grow; there may be gaps. */
    void take(long offset) {
        if (offset < position || (!open.isEmpty() && offset <= open.getLast())) {
            throw new IllegalArgumentException("expected an offset after those before, but it is " + offset);
        }
        open.addLast(offset);
    }

    /** A record that was taken is finished. */
    void finish(long offset) {
        finishedAhead.add(offset);
        while (!open.isEmpty() && finishedAhead.remove(open.getFirst())) {
            position = open.removeFirst() + 1;
        }
    }

    /** Where to begin again. */
    long position() {
        return position;
    }

    /** How many records lie between the position and the last one taken. */
    int open() {
        return open.size();
    }
}
