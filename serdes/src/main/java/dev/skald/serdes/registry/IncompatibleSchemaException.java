/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.List;

/** The rules of a subject forbid a schema. */
public final class IncompatibleSchemaException extends SchemaRegistryException {

    private static final long serialVersionUID = 1;

    private final String subject;
    private final List<String> messages;

    IncompatibleSchemaException(String subject, List<String> messages) {
        super(
                ("expected a schema that may follow the versions of subject %s, but: %s;"
                                + " mend the schema, or lower the compatibility of the subject")
                        .formatted(subject, messages.isEmpty() ? "no reason was given" : String.join("; ", messages)),
                null);
        this.subject = subject;
        this.messages = List.copyOf(messages);
    }

    /** The subject. */
    public String subject() {
        return subject;
    }

    /** The reasons that the registry gave. */
    public List<String> messages() {
        return messages;
    }
}
