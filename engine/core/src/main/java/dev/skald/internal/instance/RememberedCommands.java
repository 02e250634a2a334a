/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import dev.skald.HandledCommand;
import dev.skald.IdempotenceWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The commands that an instance remembers, oldest first; never more than its window holds.
 *
 * <p>Rings of longs, one for each of {@value #FIELDS} fields, in one array: there is one of these for every instance in
 * memory, and as objects the commands would be most of it. Finding one is a walk over one field, newest first, whose
 * values lie side by side; for the sizes in use that costs less than hashing.
 */
final class RememberedCommands {

    private static final int FIELDS = 5;
    private static final int MOST_SIGNIFICANT = 0;
    private static final int LEAST_SIGNIFICANT = 1;
    private static final int BEFORE = 2;
    private static final int AFTER = 3;
    private static final int AT_MILLIS = 4;

    private final int most;
    private final long ageMillis;
    private long[] ring = {};
    private int oldest;
    private int size;

    RememberedCommands(IdempotenceWindow window, List<HandledCommand> commands) {
        this.most = window.commands();
        this.ageMillis = window.age().toMillis();
        commands.forEach(this::remember);
    }

    /** The outcome of a command, or null if it is not remembered, or no longer. */
    @Nullable
    HandledCommand find(UUID fingerprint, Instant now) {
        int index = indexOf(fingerprint);
        if (index < 0 || isForgotten(index, now.toEpochMilli())) {
            return null;
        }
        return get(index);
    }

    void remember(HandledCommand command) {
        if (most == 0) {
            return;
        }
        long atMillis = command.handledAt().toEpochMilli();
        while (size > 0 && (size == most || isForgotten(0, atMillis))) {
            oldest = (oldest + 1) % capacity();
            size--;
        }
        if (size == capacity()) {
            grow();
        }
        size++;
        set(size - 1, command, atMillis);
    }

    /** Remembers the command of one replayed event; a command's events follow each other. */
    void replayed(UUID fingerprint, long revision, Instant recordedAt) {
        if (size > 0 && is(size - 1, fingerprint) && field(size - 1, AFTER) == revision) {
            ring[position(size - 1, AFTER)] = revision + 1;
        } else {
            remember(new HandledCommand(fingerprint, revision, revision + 1, recordedAt));
        }
    }

    List<HandledCommand> list() {
        List<HandledCommand> commands = new ArrayList<>(size);
        for (int index = 0; index < size; index++) {
            commands.add(get(index));
        }
        return commands;
    }

    /** What the memory takes on the heap. */
    long bytes() {
        return (long) ring.length * Long.BYTES;
    }

    /** The newest first: a command that was decided anew after it was forgotten is here twice. */
    private int indexOf(UUID fingerprint) {
        int capacity = capacity();
        int field = LEAST_SIGNIFICANT * capacity;
        long wanted = fingerprint.getLeastSignificantBits();
        for (int index = size - 1; index >= 0; index--) {
            int slot = oldest + index;
            if (ring[field + (slot < capacity ? slot : slot - capacity)] == wanted && is(index, fingerprint)) {
                return index;
            }
        }
        return -1;
    }

    private boolean is(int index, UUID fingerprint) {
        return field(index, LEAST_SIGNIFICANT) == fingerprint.getLeastSignificantBits()
                && field(index, MOST_SIGNIFICANT) == fingerprint.getMostSignificantBits();
    }

    private boolean isForgotten(int index, long nowMillis) {
        return nowMillis - field(index, AT_MILLIS) > ageMillis;
    }

    private HandledCommand get(int index) {
        return new HandledCommand(
                new UUID(field(index, MOST_SIGNIFICANT), field(index, LEAST_SIGNIFICANT)),
                field(index, BEFORE),
                field(index, AFTER),
                Instant.ofEpochMilli(field(index, AT_MILLIS)));
    }

    private void set(int index, HandledCommand command, long atMillis) {
        ring[position(index, MOST_SIGNIFICANT)] = command.fingerprint().getMostSignificantBits();
        ring[position(index, LEAST_SIGNIFICANT)] = command.fingerprint().getLeastSignificantBits();
        ring[position(index, BEFORE)] = command.revisionBefore();
        ring[position(index, AFTER)] = command.revisionAfter();
        ring[position(index, AT_MILLIS)] = atMillis;
    }

    private long field(int index, int field) {
        return ring[position(index, field)];
    }

    private int position(int index, int field) {
        int capacity = capacity();
        return field * capacity + (oldest + index) % capacity;
    }

    private int capacity() {
        return ring.length / FIELDS;
    }

    /** Called when all slots are taken. */
    private void grow() {
        int before = capacity();
        int capacity = Math.min(most, Math.max(2, 2 * before));
        long[] larger = new long[capacity * FIELDS];
        for (int field = 0; field < FIELDS; field++) {
            int untilEnd = before - oldest;
            System.arraycopy(ring, field * before + oldest, larger, field * capacity, untilEnd);
            System.arraycopy(ring, field * before, larger, field * capacity + untilEnd, oldest);
        }
        ring = larger;
        oldest = 0;
    }
}
