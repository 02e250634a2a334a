/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

/** One kind of work, given to several subjects. */
interface Workload {

    /** What {@code --only} calls it. */
    String name();

    /** Measures; called once. */
    void run(Laboratory laboratory, Scale scale, Results results);
}
