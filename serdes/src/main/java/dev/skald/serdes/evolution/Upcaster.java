/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.evolution;

/**
 * Makes a stored value of one version into one of a later version.
 *
 * <p>A pure function: called each time a value of the old version is read, on whatever thread reads it.
 */
@FunctionalInterface
public interface Upcaster {

    /**
     * Upcasts a value.
     *
     * @param old a value of the type and version for which the upcaster was declared
     * @return the value under the same type and version, which stands for the next version of the type; or a value
     *     {@linkplain StoredValue#becoming of another type or a later version}
     */
    StoredValue upcast(StoredValue old);
}
