/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all caches of an application in this process may hold together; each open cache has an equal share.
 *
 * <p>Safe for use by several threads.
 */
public final class CacheBudget {

    private final long instances;
    private final long bytes;
    private final AtomicInteger openCaches = new AtomicInteger();

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

    long instancesEach() {
        return instances / Math.max(1, openCaches.get());
    }

    long bytesEach() {
        return bytes / Math.max(1, openCaches.get());
    }
}
