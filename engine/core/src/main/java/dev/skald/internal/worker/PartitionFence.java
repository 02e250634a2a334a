/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import dev.skald.internal.participant.FenceEntry;
import dev.skald.internal.participant.FenceKey;
import dev.skald.tcc.Fence;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fence of one partition, in memory. */
final class PartitionFence {

    private record Ended(FenceKey key, Instant since) {}

    private final Map<FenceKey, FenceEntry> entries = new HashMap<>();

    /** Those of which nothing more can come, the oldest first. */
    private final Deque<Ended> ended = new ArrayDeque<>();

    /** What is remembered; null if nothing is. */
    @Nullable
    FenceEntry get(FenceKey key) {
        return entries.get(key);
    }

    /** How many entries there are. */
    int size() {
        return entries.size();
    }

    /** Takes an entry, or a tombstone, while the topic is read. {@link #loaded} has to follow. */
    void load(FenceKey key, @Nullable FenceEntry entry) {
        if (entry == null) {
            entries.remove(key);
        } else {
            entries.put(key, entry);
        }
    }

    /** The topic has been read. */
    void loaded() {
        ended.clear();
        entries.entrySet().stream()
                .filter(entry -> entry.getValue().status().isFinal())
                .map(entry -> new Ended(entry.getKey(), entry.getValue().since()))
                .sorted(Comparator.comparing(Ended::since))
                .forEach(ended::addLast);
    }

    /** An entry has changed. */
    void put(FenceKey key, FenceEntry entry) {
        FenceEntry before = entries.put(key, entry);
        Fence.Status earlier = before == null ? Fence.Status.NEVER_SEEN : before.status();
        if (entry.status().isFinal() && !earlier.isFinal()) {
            ended.addLast(new Ended(key, entry.since()));
        }
    }

    /** Takes the keys of entries that ended before this, but not too many; each is to be {@link #remove removed}. */
    List<FenceKey> takeEndedBefore(Instant bound, int most) {
        List<FenceKey> keys = new ArrayList<>();
        while (keys.size() < most
                && !ended.isEmpty()
                && ended.getFirst().since().isBefore(bound)) {
            keys.add(ended.removeFirst().key());
        }
        return keys;
    }

    /** An entry has been forgotten. */
    void remove(FenceKey key) {
        entries.remove(key);
    }
}
