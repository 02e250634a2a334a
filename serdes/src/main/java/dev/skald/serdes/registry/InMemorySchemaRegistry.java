/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;

/**
 * A registry in the memory of this process, for tests. {@code schema.registry.url=mock://scope} finds the one of that
 * scope, which all serdes of the process share, so that one reads what the other wrote.
 */
public final class InMemorySchemaRegistry implements SchemaRegistry {

    private static final ConcurrentMap<String, InMemorySchemaRegistry> SHARED = new ConcurrentHashMap<>();

    private final String name;
    private final CompatibilityLevel level;
    private final Catalog catalog = new Catalog();

    /** An empty registry of its own. */
    public InMemorySchemaRegistry(CompatibilityLevel level) {
        this("a registry in memory", level);
    }

    private InMemorySchemaRegistry(String name, CompatibilityLevel level) {
        this.name = name;
        this.level = requireNonNull(level, "level");
    }

    /** The registry that all users of a scope in this process share, at level {@link CompatibilityLevel#BACKWARD}. */
    public static InMemorySchemaRegistry shared(String scope) {
        return SHARED.computeIfAbsent(
                scope, name -> new InMemorySchemaRegistry("mock://" + name, CompatibilityLevel.BACKWARD));
    }

    /** Lets the registry of a scope go; who asks for it next gets an empty one. */
    public static void forget(String scope) {
        SHARED.remove(scope);
    }

    @Override
    public int register(String subject, Schema schema) {
        synchronized (catalog) {
            Integer known = catalog.idOf(subject, schema);
            if (known != null) {
                return known;
            }
            Compatibility compatibility = compatibility(subject, schema);
            if (!compatibility.compatible()) {
                throw new IncompatibleSchemaException(subject, compatibility.messages());
            }
            Integer elsewhere = catalog.idOf(schema);
            int id = elsewhere != null ? elsewhere : catalog.size() + 1;
            catalog.add(subject, id, schema);
            return id;
        }
    }

    @Override
    public int idOf(String subject, Schema schema) {
        Integer id = catalog.idOf(subject, schema);
        if (id == null) {
            throw UnknownSchemaException.schema(subject, schema.getFullName(), name);
        }
        return id;
    }

    @Override
    public Schema schemaOf(int id) {
        Schema schema = catalog.schemaOf(id);
        if (schema == null) {
            throw UnknownSchemaException.id(id, name);
        }
        return schema;
    }

    @Override
    public RegisteredSchema latest(String subject) {
        List<RegisteredSchema> versions = versionsOf(subject);
        return versions.get(versions.size() - 1);
    }

    @Override
    public List<Integer> versions(String subject) {
        return versionsOf(subject).stream().map(RegisteredSchema::version).toList();
    }

    @Override
    public RegisteredSchema version(String subject, int version) {
        List<RegisteredSchema> versions = versionsOf(subject);
        if (version < 1 || version > versions.size()) {
            throw UnknownSchemaException.version(subject, version, name);
        }
        return versions.get(version - 1);
    }

    private List<RegisteredSchema> versionsOf(String subject) {
        List<RegisteredSchema> versions = catalog.versions(subject);
        if (versions.isEmpty()) {
            throw UnknownSchemaException.subject(subject, name);
        }
        return versions;
    }

    @Override
    public List<String> subjects() {
        return catalog.subjects();
    }

    @Override
    public Compatibility compatibility(String subject, Schema schema) {
        return level.check(
                schema,
                catalog.versions(subject).stream().map(RegisteredSchema::schema).toList());
    }

    /** Keeps everything: other users of the scope may still need it. */
    @Override
    public void close() {}
}
