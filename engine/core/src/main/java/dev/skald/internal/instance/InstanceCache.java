/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one partition that were used last.
 *
 * <p>It belongs to one task: it is opened when the task starts, and closed when the partition is taken away or the
 * task's Kafka transaction is aborted, so that it never holds what is not in the journal.
 */
final class InstanceCache<S> implements AutoCloseable {

    /** What an instance needs beside its state and what it remembers: objects, a map entry, the id. */
    private static final long INSTANCE_BYTES = 400;

    private final CacheBudget budget;
    private final StateWeigher<S> weigher;
    private final Map<String, Entry<S>> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    InstanceCache(CacheBudget budget, StateWeigher<S> weigher) {
        this.budget = budget;
        this.weigher = weigher;
        budget.opened();
    }

    @Nullable
    LiveInstance<S> get(String id) {
        Entry<S> entry = entries.get(id);
        return entry == null ? null : entry.instance;
    }

    /** Keeps an instance that was just loaded or changed, and drops those used least recently to make room. */
    void keep(LiveInstance<S> instance) {
        Entry<S> entry = entries.computeIfAbsent(instance.id(), id -> new Entry<>(instance));
        bytes -= entry.bytes;
        entry.instance = instance;
        entry.weigh(weigher);
        bytes += entry.bytes;
        shrink();
    }

    @Nullable
    LiveInstance<S> drop(String id) {
        Entry<S> entry = entries.remove(id);
        if (entry == null) {
            return null;
        }
        bytes -= entry.bytes;
        return entry.instance;
    }

    int size() {
        return entries.size();
    }

    @Override
    public void close() {
        entries.clear();
        bytes = 0;
        budget.closed();
    }

    private void shrink() {
        // The instance in use stays, however large: it was put last and so is the last to go.
        while (entries.size() > 1 && (entries.size() > budget.instancesEach() || bytes > budget.bytesEach())) {
            Iterator<Entry<S>> leastRecentlyUsed = entries.values().iterator();
            bytes -= leastRecentlyUsed.next().bytes;
            leastRecentlyUsed.remove();
        }
    }

    private static final class Entry<S> {

        private LiveInstance<S> instance;
        private long stateBytes;
        private long weighedAtRevision = -1;
        private long bytes;

        Entry(LiveInstance<S> instance) {
            this.instance = instance;
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
