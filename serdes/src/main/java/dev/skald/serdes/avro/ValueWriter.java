/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

/** Writes values of one Java type as one schema says. Any number of threads may use one at once. */
@FunctionalInterface
interface ValueWriter {

    void write(Object value, BytesEncoder out);
}
