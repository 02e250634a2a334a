/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all caches of an application in this process may hold together.
 *
 * <p>When all of it is used, a cache that holds more than an equal share has to make room; what one does not need,
 * another may have. So all of them together may be above the budget for the moment that it takes until the next
 * instance is kept by one that holds too much.
 *
 * <p>Safe for use by several threads.
 */
public final class CacheBudget {

    private final long instances;
    private final long bytes;
    private final AtomicInteger openCaches = new AtomicInteger();
    private final AtomicLong usedInstances = new AtomicLong();
    private final AtomicLong usedBytes = new AtomicLong();

    /** Creates a budget. */
    public CacheBudget(long instances, long bytes) {
        this.instances = instances;
        this.bytes = bytes;
    }

    void opened() {
        openCaches.incrementAndGet();
    }

    void closed() {
        openCaches.decrementAndGet();
    }

    void used(long moreInstances, long moreBytes) {
        usedInstances.addAndGet(moreInstances);
        usedBytes.addAndGet(moreBytes);
    }

    /** Whether a cache that holds so much has to make room. */
    boolean isTooMuch(long heldInstances, long heldBytes) {
        int caches = Math.max(1, openCaches.get());
        boolean tooMany = usedInstances.get() > instances && heldInstances > instances / caches;
        boolean tooLarge = usedBytes.get() > bytes && heldBytes > bytes / caches;
        return tooMany || tooLarge;
    }
}
