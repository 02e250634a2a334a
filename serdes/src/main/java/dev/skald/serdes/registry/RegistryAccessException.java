/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

/** The registry refuses this client: who it is (401), or what it may do (403). */
public final class RegistryAccessException extends SchemaRegistryException {

    private static final long serialVersionUID = 1;

    private final String registry;
    private final int status;

    RegistryAccessException(String registry, int status, String advice) {
        super("expected access to %s, but it answers %d; %s".formatted(registry, status, advice), null);
        this.registry = registry;
        this.status = status;
    }

    /** The address of the registry. */
    public String registry() {
        return registry;
    }

    /** The HTTP status: 401 or 403. */
    public int status() {
        return status;
    }
}
