/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static java.util.Objects.requireNonNull;

import org.apache.avro.Schema;

/**
 * A version of a subject.
 *
 * @param subject the name under which the versions follow each other
 * @param version counted from 1
 * @param id stands for the schema, whatever the subject
 * @param schema whole, with nothing left to resolve
 */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {

    /** Refuses null. */
    public RegisteredSchema {
        requireNonNull(subject, "subject");
        requireNonNull(schema, "schema");
    }
}
