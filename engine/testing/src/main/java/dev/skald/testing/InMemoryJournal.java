/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import dev.skald.Journal;
import dev.skald.RecordedEvent;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A journal in memory. Not safe for use by several threads, as no journal is. */
public final class InMemoryJournal<E> implements Journal<E> {

    private final Map<String, NavigableMap<Long, RecordedEvent<E>>> events = new TreeMap<>();

    /** Creates an empty journal. */
    public InMemoryJournal() {}

    @Override
    public Append prepare(List<RecordedEvent<E>> recorded) {
        List<RecordedEvent<E>> copy = List.copyOf(recorded);
        return () -> copy.forEach(event -> events.computeIfAbsent(event.instanceId(), id -> new TreeMap<>())
                .put(event.revision(), event));
    }

    @Override
    public void read(String instanceId, long from, long to, Reader<E> reader) {
        if (from >= to) {
            return;
        }
        for (RecordedEvent<E> event : events.getOrDefault(instanceId, new TreeMap<>())
                .subMap(from, to)
                .values()) {
            if (!reader.read(event)) {
                return;
            }
        }
    }

    @Override
    public boolean contains(String instanceId, long revision) {
        return events.getOrDefault(instanceId, new TreeMap<>()).containsKey(revision);
    }

    @Override
    public void delete(String instanceId, long from, long to) {
        if (from < to) {
            events.getOrDefault(instanceId, new TreeMap<>()).subMap(from, to).clear();
        }
    }

    /** The events of an instance that are there, in order. */
    public List<RecordedEvent<E>> events(String instanceId) {
        return List.copyOf(events.getOrDefault(instanceId, new TreeMap<>()).values());
    }
}
