/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import org.jspecify.annotations.Nullable;

/** No registry answered in time, after all retries. What is known already stays usable; asking again may succeed. */
public final class RegistryUnreachableException extends SchemaRegistryException {

    private static final long serialVersionUID = 1;

    private final String registry;

    RegistryUnreachableException(String registry, String what, @Nullable Throwable cause) {
        super("expected an answer from %s, but: %s".formatted(registry, what), cause);
        this.registry = registry;
    }

    /** Where the registry was expected: its addresses, or its topic. */
    public String registry() {
        return registry;
    }
}
