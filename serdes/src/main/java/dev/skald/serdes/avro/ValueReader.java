/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import org.jspecify.annotations.Nullable;

/** Reads what one schema has written as values of one Java type. Any number of threads may use one at once. */
@FunctionalInterface
interface ValueReader {

    /** Null only where the Java type may be null. */
    @Nullable
    Object read(BytesDecoder in);
}
