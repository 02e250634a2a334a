/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import org.apache.avro.Schema;

/** The schemas of plain Java types. */
public final class AvroSchemas {

    private AvroSchemas() {}

    /**
     * The schema that a record, a sealed interface, an enum or a simple type is stored with. The same class always has
     * the same schema.
     *
     * @throws IllegalArgumentException if the type, or one that it holds, has no form in Avro; it says which and where
     */
    public static Schema of(Class<?> type) {
        return ShapeInspector.of(type, null).schema();
    }
}
