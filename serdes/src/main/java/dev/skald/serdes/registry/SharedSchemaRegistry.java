/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * A handle on a registry that several users of this process share. An application has a serde for each topic and store,
 * and would otherwise have as many connections, threads and copies of the same schemas.
 */
final class SharedSchemaRegistry implements SchemaRegistry {

    private static final class Shared {
        final SchemaRegistry registry;
        int handles;

        Shared(SchemaRegistry registry) {
            this.registry = registry;
        }
    }

    private static final Map<Object, Shared> OPEN = new HashMap<>();

    private final Object key;
    private final SchemaRegistry registry;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SharedSchemaRegistry(Object key, SchemaRegistry registry) {
        this.key = key;
        this.registry = registry;
    }

    /** A handle on the registry of a key, which is opened if this is the only one. */
    static SchemaRegistry open(Object key, Supplier<? extends SchemaRegistry> opening) {
        synchronized (OPEN) {
            Shared shared = OPEN.get(key);
            if (shared == null) {
                shared = new Shared(opening.get());
                OPEN.put(key, shared);
            }
            shared.handles++;
            return new SharedSchemaRegistry(key, shared.registry);
        }
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        synchronized (OPEN) {
            Shared shared = OPEN.get(key);
            if (shared == null || --shared.handles > 0) {
                return;
            }
            OPEN.remove(key);
        }
        registry.close();
    }

    @Override
    public int register(String subject, Schema schema) {
        return registry.register(subject, schema);
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return registry.idOf(subject, schema);
    }

    @Override
    public Schema schemaOf(int id) {
        return registry.schemaOf(id);
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return registry.latest(subject);
    }

    @Override
    public List<Integer> versions(String subject) {
        return registry.versions(subject);
    }

    @Override
    public RegisteredSchema version(String subject, int version) {
        return registry.version(subject, version);
    }

    @Override
    public List<String> subjects() {
        return registry.subjects();
    }

    @Override
    public Compatibility compatibility(String subject, Schema schema) {
        return registry.compatibility(subject, schema);
    }
}
