/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Items that wait for their turn: of one key, one at a time and in the order in which they came; different keys side by
 * side.
 *
 * @param <K> the keys
 * @param <T> the items
 */
final class KeyedQueues<K, T> {

    /** The first item of each is the one whose turn it is. */
    private final Map<K, Deque<T>> queues = new HashMap<>();

    /** Keys whose first item has not been taken. */
    private final Deque<K> ready = new ArrayDeque<>();

    /** Adds an item behind those of the same key. */
    void add(K key, T item) {
        Deque<T> queue = queues.computeIfAbsent(key, absent -> new ArrayDeque<>());
        queue.addLast(item);
        if (queue.size() == 1) {
            ready.addLast(key);
        }
    }

    /** Takes an item whose turn it is; the next one of its key waits until {@link #finish}. */
    @Nullable
    T take() {
        K key = ready.pollFirst();
        return key == null ? null : first(key);
    }

    /** Whether there is an item whose turn it is. */
    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** The item of this key that was taken is finished; it is the next one's turn. Unknown keys are ignored. */
    void finish(K key) {
        Deque<T> queue = queues.get(key);
        if (queue == null) {
            return;
        }
        queue.removeFirst();
        if (queue.isEmpty()) {
            queues.remove(key);
        } else {
            ready.addLast(key);
        }
    }

    /** Forgets the items of some keys, taken or not. */
    void forget(Predicate<K> keys) {
        for (Iterator<K> each = queues.keySet().iterator(); each.hasNext(); ) {
            if (keys.test(each.next())) {
                each.remove();
            }
        }
        ready.removeIf(keys);
    }

    private T first(K key) {
        Deque<T> queue = queues.get(key);
        if (queue == null) {
            throw new IllegalStateException("no queue for a key that is ready: " + key);
        }
        return queue.getFirst();
    }
}
