/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;

/** Lets one thread fetch what several ask for at the same time; the others wait for it and share the outcome. */
final class SingleFlight<K, V> {

    private final ConcurrentMap<K, CompletableFuture<V>> running = new ConcurrentHashMap<>();

    V get(K key, Supplier<V> fetch) {
        while (true) {
            CompletableFuture<V> mine = new CompletableFuture<>();
            CompletableFuture<V> running = this.running.putIfAbsent(key, mine);
            if (running == null) {
                return fly(key, mine, fetch);
            }
            try {
                return running.join();
            } catch (CompletionException e) {
                // That the other thread was interrupted is no answer to this one.
                if (!(e.getCause() instanceof InterruptException) && e.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
            }
        }
    }

    private V fly(K key, CompletableFuture<V> mine, Supplier<V> fetch) {
        try {
            V value = fetch.get();
            mine.complete(value);
            return value;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(key, mine);
        }
    }
}
