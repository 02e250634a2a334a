/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.Map;

/** Opens the registry that a configuration names. */
public final class SchemaRegistries {

    /** The configuration that says where the registry is. */
    public static final String URL = "schema.registry.url";

    private static final String MOCK = "mock://";

    private SchemaRegistries() {}

    /**
     * Opens the registry that {@value #URL} names: {@code mock://scope} is one in the memory of this process, shared by
     * all who name the scope.
     *
     * @throws IllegalArgumentException if the configuration names none, or cannot be understood
     */
    public static SchemaRegistry from(Map<String, ?> configs) {
        Object configured = configs.get(URL);
        String url = configured == null ? "" : configured.toString().strip();
        if (url.startsWith(MOCK)) {
            return InMemorySchemaRegistry.shared(url.substring(MOCK.length()));
        }
        throw new IllegalArgumentException(
                "expected %s to be mock://scope, but it is %s".formatted(URL, configured == null ? "absent" : url));
    }
}
