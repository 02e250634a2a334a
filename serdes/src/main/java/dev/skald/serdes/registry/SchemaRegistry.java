/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.List;
import org.apache.avro.Schema;

/**
 * Knows schemas by id and by subject.
 *
 * <p>A subject is a name under which the versions of one schema follow each other, counted from 1. An id stands for one
 * schema for ever; the same schema under two subjects has the same id. Two schemas are the same when their full JSON
 * text is, documentation and properties included.
 *
 * <p>Any thread may call, and every call may block for as long as the configured time-outs and retries allow, except
 * {@link #schemaOf}, {@link #idOf} and {@link #register} of what this registry has seen before: these answer from
 * memory, also while the registry cannot be reached. All errors are {@link SchemaRegistryException}s.
 */
public interface SchemaRegistry extends AutoCloseable {

    /**
     * Gives a schema an id and, under its subject, a version. Registering again what is registered changes nothing and
     * answers the same id.
     *
     * @throws IncompatibleSchemaException if the rules of the subject forbid the schema
     */
    int register(String subject, Schema schema);

    /**
     * The id of a schema that is registered under a subject.
     *
     * @throws UnknownSchemaException if it is not
     */
    int idOf(String subject, Schema schema);

    /**
     * The schema of an id, whole: names that it takes from other schemas are resolved.
     *
     * @throws UnknownSchemaException if there is none
     */
    Schema schemaOf(int id);

    /**
     * The newest version of a subject. The registry is asked each time; whoever needs the answer for each record
     * remembers it for a while.
     *
     * @throws UnknownSchemaException if the subject has no version
     */
    RegisteredSchema latest(String subject);

    /**
     * The versions of a subject, rising.
     *
     * @throws UnknownSchemaException if the subject has none
     */
    List<Integer> versions(String subject);

    /**
     * One version of a subject.
     *
     * @throws UnknownSchemaException if there is no such version
     */
    RegisteredSchema version(String subject, int version);

    /** The subjects, in alphabetical order. */
    List<String> subjects();

    /** Whether {@link #register} would accept a schema; a subject without versions accepts every one. */
    Compatibility compatibility(String subject, Schema schema);

    /** Gives back connections and threads. Closing again changes nothing. */
    @Override
    void close();
}
