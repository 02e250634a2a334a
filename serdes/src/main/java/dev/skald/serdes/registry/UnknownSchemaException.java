/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The registry does not know an id, a subject, a version, or a schema under a subject. */
public final class UnknownSchemaException extends SchemaRegistryException {

    private static final long serialVersionUID = 1;

    private final @Nullable Integer id;
    private final @Nullable String subject;

    private UnknownSchemaException(String message, @Nullable Integer id, @Nullable String subject) {
        super(message, null);
        this.id = id;
        this.subject = subject;
    }

    static UnknownSchemaException id(int id, String registry) {
        return new UnknownSchemaException(
                "expected schema id %d in %s, but it is unknown there; is this the registry that the writer used?"
                        .formatted(id, registry),
                id,
                null);
    }

    static UnknownSchemaException subject(String subject, String registry) {
        return new UnknownSchemaException(
                "expected subject %s in %s, but it is unknown there; register a schema first"
                        .formatted(subject, registry),
                null,
                subject);
    }

    static UnknownSchemaException version(String subject, int version, String registry) {
        return new UnknownSchemaException(
                "expected version %d of subject %s in %s, but there is none".formatted(version, subject, registry),
                null,
                subject);
    }

    static UnknownSchemaException schema(String subject, String schemaName, String registry) {
        return new UnknownSchemaException(
                ("expected schema %s under subject %s in %s, but it is not registered;"
                                + " register it, or set auto.register.schemas")
                        .formatted(schemaName, subject, registry),
                null,
                subject);
    }

    /** The unknown id, if an id was asked for. */
    public OptionalInt id() {
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** The subject, if one was asked for. */
    public Optional<String> subject() {
        return Optional.ofNullable(subject);
    }
}
