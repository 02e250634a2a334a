/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Remembers up to a number of answers. The bound only keeps a runaway from filling the memory (a schema built anew for
 * each record, say); an application stays far below it, so which entry goes first does not matter.
 */
final class BoundedCache<K, V> {

    private final int capacity;
    private final ConcurrentMap<K, V> entries = new ConcurrentHashMap<>();

    BoundedCache(int capacity) {
        this.capacity = capacity;
    }

    @Nullable
    V get(K key) {
        return entries.get(key);
    }

    void put(K key, V value) {
        entries.put(key, value);
        Iterator<K> keys = entries.keySet().iterator();
        while (entries.size() > capacity && keys.hasNext()) {
            K other = keys.next();
            if (!other.equals(key)) {
                entries.remove(other);
            }
        }
    }

    void remove(K key) {
        entries.remove(key);
    }

    int size() {
        return entries.size();
    }
}
