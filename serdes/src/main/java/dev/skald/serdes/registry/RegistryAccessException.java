/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import org.jspecify.annotations.Nullable;

/** The registry refuses this client: who it is, or what it may do. */
public final class RegistryAccessException extends SchemaRegistryException {

    private static final long serialVersionUID = 1;

    private final String registry;

    RegistryAccessException(String registry, String what, String advice, @Nullable Throwable cause) {
        super("expected access to %s, but it %s; %s".formatted(registry, what, advice), cause);
        this.registry = registry;
    }

    /** Where the registry is: its address, or its topic. */
    public String registry() {
        return registry;
    }
}
