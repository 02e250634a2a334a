/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Schemas by id and by subject, in memory, and the answers to what a registry is asked. Safe for several threads. */
final class Catalog {

    private final String name;
    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final TreeMap<String, TreeMap<Integer, RegisteredSchema>> subjects = new TreeMap<>();
    private int highestId;
    private int size;

    /** @param name what errors call the registry */
    Catalog(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Adds a version. Says false, and adds nothing, if that contradicts what is here. */
    synchronized boolean add(RegisteredSchema added) {
        String text = added.schema().toString();
        Integer id = ids.get(text);
        boolean idIsFree = id == null && !schemas.containsKey(added.id());
        if (!idIsFree && (id == null || id != added.id())) {
            return false;
        }
        RegisteredSchema there = versionsByNumber(added.subject()).get(added.version());
        if (there != null) {
            return there.id() == added.id();
        }
        schemas.putIfAbsent(added.id(), added.schema());
        ids.putIfAbsent(text, added.id());
        size++;
        highestId = Math.max(highestId, added.id());
        subjects.computeIfAbsent(added.subject(), ignored -> new TreeMap<>()).put(added.version(), added);
        return true;
    }

    /** The version that a schema would be under a subject, with the id that it has elsewhere or the next free one. */
    synchronized RegisteredSchema proposal(String subject, Schema schema) {
        SortedMap<Integer, RegisteredSchema> versions = versionsByNumber(subject);
        int version = versions.isEmpty() ? 1 : versions.lastKey() + 1;
        Integer elsewhere = ids.get(schema.toString());
        return new RegisteredSchema(
                subject, version, elsewhere != null ? elsewhere : Math.addExact(highestId, 1), schema);
    }

    private SortedMap<Integer, RegisteredSchema> versionsByNumber(String subject) {
        return subjects.getOrDefault(subject, new TreeMap<>());
    }

    /** The id of a schema under a subject; null if it is not registered there. */
    synchronized @Nullable Integer find(String subject, Schema schema) {
        Integer id = ids.get(schema.toString());
        boolean here =
                id != null && versionsByNumber(subject).values().stream().anyMatch(version -> version.id() == id);
        return here ? id : null;
    }

    synchronized @Nullable Schema find(int id) {
        return schemas.get(id);
    }

    int idOf(String subject, Schema schema) {
        Integer id = find(subject, schema);
        if (id == null) {
            throw UnknownSchemaException.schema(subject, schema.getFullName(), name);
        }
        return id;
    }

    Schema schemaOf(int id) {
        Schema schema = find(id);
        if (schema == null) {
            throw UnknownSchemaException.id(id, name);
        }
        return schema;
    }

    RegisteredSchema latest(String subject) {
        List<RegisteredSchema> all = versions(subject);
        return all.get(all.size() - 1);
    }

    synchronized RegisteredSchema version(String subject, int version) {
        RegisteredSchema registered = versionsByNumber(subject).get(version);
        if (registered == null) {
            throw UnknownSchemaException.version(subject, version, name);
        }
        return registered;
    }

    /** How many versions there are, of all subjects. */
    synchronized int size() {
        return size;
    }

    /** The versions of a subject, the oldest first; never empty. */
    synchronized List<RegisteredSchema> versions(String subject) {
        if (!subjects.containsKey(subject)) {
            throw UnknownSchemaException.subject(subject, name);
        }
        return List.copyOf(versionsByNumber(subject).values());
    }

    synchronized List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    synchronized Compatibility compatibility(String subject, Schema schema, CompatibilityLevel level) {
        return level.check(
                schema,
                versionsByNumber(subject).values().stream()
                        .map(RegisteredSchema::schema)
                        .toList());
    }

    /** The same as {@link #proposal}, of a schema that may follow the versions of the subject. */
    RegisteredSchema compatibleProposal(String subject, Schema schema, CompatibilityLevel level) {
        Compatibility compatibility = compatibility(subject, schema, level);
        if (!compatibility.compatible()) {
            throw new IncompatibleSchemaException(subject, compatibility.messages());
        }
        return proposal(subject, schema);
    }
}
