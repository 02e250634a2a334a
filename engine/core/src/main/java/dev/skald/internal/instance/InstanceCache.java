/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Some of the instances of one partition, in memory.
 *
 * <p>Where there are more than fit, any one of them goes, by chance. A cache that drops those used least recently holds
 * a little more of what is asked for when some are asked for more often than others, but nothing at all when more than
 * fit come round in turns (ADR 11 has the figures).
 *
 * <p>It belongs to one task: it is opened when the task starts, and closed when the partition is taken away or the
 * task's Kafka transaction is aborted, so that it never holds what is not in the journal.
 */
final class InstanceCache<S> implements AutoCloseable {

    /** What an instance needs beside its state and what it remembers: objects, a map entry, the id. */
    private static final long INSTANCE_BYTES = 400;

    private final CacheBudget budget;
    private final StateWeigher<S> weigher;
    private final Map<String, Entry<S>> byId = new HashMap<>();
    private final List<Entry<S>> entries = new ArrayList<>();
    private final SplittableRandom chance = new SplittableRandom(0);
    private long bytes;

    InstanceCache(CacheBudget budget, StateWeigher<S> weigher) {
        this.budget = budget;
        this.weigher = weigher;
        budget.opened();
    }

    @Nullable
    LiveInstance<S> get(String id) {
        Entry<S> entry = byId.get(id);
        return entry == null ? null : entry.instance;
    }

    /** Keeps an instance that was just loaded or changed, and drops others to make room. */
    void keep(LiveInstance<S> instance) {
        Entry<S> entry = byId.computeIfAbsent(instance.id(), id -> add(instance));
        entry.instance = instance;
        long before = entry.bytes;
        entry.weigh(weigher);
        use(0, entry.bytes - before);
        shrink(entry);
    }

    @Nullable
    LiveInstance<S> drop(String id) {
        Entry<S> entry = byId.remove(id);
        if (entry == null) {
            return null;
        }
        remove(entry);
        return entry.instance;
    }

    int size() {
        return entries.size();
    }

    @Override
    public void close() {
        use(-entries.size(), -bytes);
        byId.clear();
        entries.clear();
        budget.closed();
    }

    private Entry<S> add(LiveInstance<S> instance) {
        Entry<S> entry = new Entry<>(instance, entries.size());
        entries.add(entry);
        use(1, 0);
        return entry;
    }

    private void remove(Entry<S> entry) {
        Entry<S> last = entries.remove(entries.size() - 1);
        if (last != entry) {
            last.slot = entry.slot;
            entries.set(last.slot, last);
        }
        use(-1, -entry.bytes);
    }

    private void use(int moreInstances, long moreBytes) {
        bytes += moreBytes;
        budget.used(moreInstances, moreBytes);
    }

    private void shrink(Entry<S> inUse) {
        // The instance in use stays, however large.
        while (entries.size() > 1 && budget.isTooMuch(entries.size(), bytes)) {
            int slot = chance.nextInt(entries.size() - 1);
            Entry<S> goes = entries.get(slot < inUse.slot ? slot : slot + 1);
            byId.remove(goes.instance.id());
            remove(goes);
        }
    }

    private static final class Entry<S> {

        private LiveInstance<S> instance;
        private int slot;
        private long stateBytes;
        private long weighedAtRevision = -1;
        private long bytes;

        Entry(LiveInstance<S> instance, int slot) {
            this.instance = instance;
            this.slot = slot;
        }

        /** Weighs the state anew whenever its revision has doubled: states grow with their history, if they grow. */
        void weigh(StateWeigher<S> weigher) {
            long revision = instance.revision();
            if (weighedAtRevision < 0 || revision >= Math.max(1, 2 * weighedAtRevision)) {
                stateBytes = weigher.heapBytes(instance.state());
                weighedAtRevision = revision;
            }
            bytes = INSTANCE_BYTES + stateBytes + instance.remembered().bytes();
        }
    }
}
