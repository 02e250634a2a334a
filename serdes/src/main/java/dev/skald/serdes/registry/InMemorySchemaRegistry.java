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

    private final CompatibilityLevel level;
    private final Catalog catalog;

    /** An empty registry of its own. */
    public InMemorySchemaRegistry(CompatibilityLevel level) {
        this("a registry in memory", level);
    }

    private InMemorySchemaRegistry(String name, CompatibilityLevel level) {
        this.catalog = new Catalog(name);
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
            Integer known = catalog.find(subject, schema);
            if (known != null) {
                return known;
            }
            RegisteredSchema registered = catalog.compatibleProposal(subject, schema, level);
            catalog.add(registered);
            return registered.id();
        }
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return catalog.idOf(subject, schema);
    }

    @Override
    public Schema schemaOf(int id) {
        return catalog.schemaOf(id);
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return catalog.latest(subject);
    }

    @Override
    public List<Integer> versions(String subject) {
        return catalog.versions(subject).stream().map(RegisteredSchema::version).toList();
    }

    @Override
    public RegisteredSchema version(String subject, int version) {
        return catalog.version(subject, version);
    }

    @Override
    public List<String> subjects() {
        return catalog.subjects();
    }

    @Override
    public Compatibility compatibility(String subject, Schema schema) {
        return catalog.compatibility(subject, schema, level);
    }

    /** Keeps everything: other users of the scope may still need it. */
    @Override
    public void close() {}
}
