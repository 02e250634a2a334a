/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Schemas by id and by subject, in memory. Safe for use by several threads. */
final class Catalog {

    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final TreeMap<String, List<RegisteredSchema>> subjects = new TreeMap<>();

    /**
     * Adds a version to a subject, unless the schema is there already. The id must be the schema's own, or a new one.
     */
    synchronized void add(String subject, int id, Schema schema) {
        if (idOf(subject, schema) != null) {
            return;
        }
        schemas.putIfAbsent(id, schema);
        ids.putIfAbsent(schema.toString(), id);
        List<RegisteredSchema> versions = subjects.computeIfAbsent(subject, ignored -> new ArrayList<>());
        versions.add(new RegisteredSchema(subject, versions.size() + 1, id, schema));
    }

    /** The id that the schema has under any subject. */
    synchronized @Nullable Integer idOf(Schema schema) {
        return ids.get(schema.toString());
    }

    /** The id that the schema has under this subject. */
    synchronized @Nullable Integer idOf(String subject, Schema schema) {
        Integer id = idOf(schema);
        boolean here = id != null && versions(subject).stream().anyMatch(version -> version.id() == id);
        return here ? id : null;
    }

    synchronized @Nullable Schema schemaOf(int id) {
        return schemas.get(id);
    }

    /** The versions of a subject, the oldest first; none if it is unknown. */
    synchronized List<RegisteredSchema> versions(String subject) {
        return List.copyOf(subjects.getOrDefault(subject, List.of()));
    }

    synchronized List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    synchronized int size() {
        return schemas.size();
    }
}
