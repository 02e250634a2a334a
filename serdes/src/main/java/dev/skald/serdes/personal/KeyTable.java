/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the topic of keys says, and the keys that were unwrapped last. A key that was forgotten stays so: a record of it
 * that follows its tombstone, as one that wraps all keys anew at that very moment may write, is not taken.
 */
final class KeyTable {

    private final Map<UUID, KeyRecord> byId = new HashMap<>();
    private final Map<String, List<UUID>> bySubject = new HashMap<>();
    private final Set<UUID> forgotten = new HashSet<>();
    private final Map<UUID, PersonalKey> unwrapped;
    private final Map<UUID, Boolean> missing;

    /** Takes the number of unwrapped keys, and of those known to be missing, that it remembers. */
    KeyTable(int remembered) {
        this.unwrapped = new Recent<>(remembered);
        this.missing = new Recent<>(remembered);
    }

    /** The entries that were used last. */
    private static final class Recent<V> extends LinkedHashMap<UUID, V> {

        private static final long serialVersionUID = 1L;

        private final int most;

        Recent(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, V> eldest) {
            return size() > most;
        }
    }

    /**
     * Takes a record.
     *
     * @return false if the key was forgotten before
     */
    synchronized boolean put(KeyRecord record) {
        KeyRecord.Name name = record.name();
        if (forgotten.contains(name.id())) {
            return false;
        }
        missing.remove(name.id());
        if (byId.put(name.id(), record) == null) {
            bySubject
                    .computeIfAbsent(name.subject(), none -> new ArrayList<>(1))
                    .add(name.id());
        }
        return true;
    }

    /** Takes a tombstone. */
    synchronized void forget(KeyRecord.Name name) {
        forgotten.add(name.id());
        byId.remove(name.id());
        unwrapped.remove(name.id());
        bySubject.computeIfPresent(name.subject(), (subject, ids) -> {
            ids.remove(name.id());
            return ids.isEmpty() ? null : ids;
        });
    }

    /** Whether a key is known to be gone, so that looking for it in the topic is of no use. */
    synchronized boolean isForgotten(UUID id) {
        return forgotten.contains(id) || missing.containsKey(id);
    }

    /**
     * Remembers that a key was not in the topic: its tombstone, too, is compacted away. Forged ids, of which there is
     * no end, make it forget the oldest.
     */
    synchronized void remember(UUID missingId) {
        if (!byId.containsKey(missingId)) {
            missing.put(missingId, Boolean.TRUE);
        }
    }

    /** A key by its id, unwrapped; null if there is none. */
    @Nullable
    PersonalKey find(UUID id, MasterKeys masterKeys) {
        KeyRecord record;
        synchronized (this) {
            PersonalKey known = unwrapped.get(id);
            if (known != null) {
                return known;
            }
            record = byId.get(id);
        }
        if (record == null) {
            return null;
        }
        PersonalKey key = record.unwrap(masterKeys); // Without the lock: it may be a call to a key management service.
        synchronized (this) {
            if (!byId.containsKey(id)) {
                return null;
            }
            unwrapped.put(id, key);
            return key;
        }
    }

    /** The latest key of a subject, unwrapped; null if there is none. */
    @Nullable
    PersonalKey latest(String subject, MasterKeys masterKeys) {
        UUID id;
        synchronized (this) {
            List<UUID> ids = bySubject.get(subject);
            id = ids == null ? null : ids.get(ids.size() - 1);
        }
        return id == null ? null : find(id, masterKeys);
    }

    /** The names of all keys of a subject. */
    synchronized List<KeyRecord.Name> namesOf(String subject) {
        return bySubject.getOrDefault(subject, List.of()).stream()
                .map(id -> new KeyRecord.Name(id, subject))
                .toList();
    }

    /** The records that a certain master key did not wrap. */
    synchronized Collection<KeyRecord> notWrappedBy(String masterKey) {
        return byId.values().stream()
                .filter(record -> !masterKey.equals(record.masterKey()))
                .toList();
    }

    /** The number of keys. */
    synchronized int size() {
        return byId.size();
    }
}
