/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

/** Estimates how much heap a state takes. */
@FunctionalInterface
public interface StateWeigher<S> {

    /** An estimate in bytes; it need not be exact, only in proportion. */
    long heapBytes(S state);
}
