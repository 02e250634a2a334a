/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import org.apache.avro.Schema;

/** How one kind of Java values becomes Avro and back: plain types, generated classes, generic records. Thread-safe. */
interface Format {

    /** The type of the values, for people. */
    String expected();

    /** The schema that stands for a value, be it of its type as a whole or, if asked for, of its own record alone. */
    Schema schemaOf(Object value, boolean ofRecord);

    /**
     * Makes a writer; made once for each schema and kept.
     *
     * @throws RuntimeException if values of this type cannot be written as that schema
     */
    ValueWriter writer(Schema target);

    /**
     * Makes a reader; made once for each schema and kept.
     *
     * @throws RuntimeException if what has this schema cannot be read as values of this type
     */
    ValueReader reader(Schema written);
}
