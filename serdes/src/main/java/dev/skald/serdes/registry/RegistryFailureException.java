/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The registry answered, but with an error or with something that is not an answer to the question. */
public final class RegistryFailureException extends SchemaRegistryException {

    private static final long serialVersionUID = 1;

    private final @Nullable Integer status;

    RegistryFailureException(String registry, String what, @Nullable Integer status, @Nullable Throwable cause) {
        super("expected an answer from %s that can be used, but: %s".formatted(registry, what), cause);
        this.status = status;
    }

    /** The HTTP status, if there was one. */
    public OptionalInt status() {
        return status == null ? OptionalInt.empty() : OptionalInt.of(status);
    }
}
