/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for an answer. Safe for use by several threads.
 *
 * <p>The same request may wait several times, when it was sent again: answers then go to the oldest first.
 */
final class PendingRequests {

    private final int most;
    private final Map<String, Deque<Pending<?>>> byId = new HashMap<>();
    private int size;

    /** Creates a place for so many requests at a time. */
    PendingRequests(int most) {
        this.most = most;
    }

    /** Adds a request, waiting for room; returns whether there was any in time. */
    synchronized boolean add(Pending<?> pending, long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        while (size >= most) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        addWithoutWaiting(pending);
        return true;
    }

    /** Adds a request even if there is no room: for the thread that makes room, which must never wait for it. */
    synchronized void addWithoutWaiting(Pending<?> pending) {
        byId.computeIfAbsent(pending.requestId(), id -> new ArrayDeque<>(1)).addLast(pending);
        size++;
    }

    /** Offers a record to the oldest request of this id; returns whether there was one. */
    boolean offer(String requestId, ConsumerRecord<byte[], byte[]> record) {
        Pending<?> oldest = oldest(requestId);
        if (oldest == null) {
            return false;
        }
        // Outside the lock: the answer runs what the asker has attached to it.
        if (oldest.offer(record)) {
            remove(oldest);
        }
        return true;
    }

    private synchronized @Nullable Pending<?> oldest(String requestId) {
        Deque<Pending<?>> waiting = byId.get(requestId);
        return waiting == null ? null : waiting.peekFirst();
    }

    synchronized void remove(Pending<?> pending) {
        Deque<Pending<?>> waiting = byId.get(pending.requestId());
        if (waiting != null && waiting.remove(pending)) {
            size--;
            if (waiting.isEmpty()) {
                byId.remove(pending.requestId());
            }
            notifyAll();
        }
    }

    /** Removes and returns those that fit. */
    synchronized List<Pending<?>> removeIf(Predicate<Pending<?>> fits) {
        List<Pending<?>> found = new ArrayList<>();
        for (Deque<Pending<?>> waiting : byId.values()) {
            for (Pending<?> pending : waiting) {
                if (fits.test(pending)) {
                    found.add(pending);
                }
            }
        }
        found.forEach(this::remove);
        return found;
    }

    /** Waits until nothing is pending; returns whether it came to that in time. */
    synchronized boolean awaitNone(long timeoutNanos) throws InterruptedException {
        long deadline = System.nanoTime() + timeoutNanos;
        while (size > 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    synchronized int size() {
        return size;
    }
}
