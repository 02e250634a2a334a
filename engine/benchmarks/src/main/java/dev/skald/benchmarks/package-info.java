/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Measurements of the engine as a whole, each against something else in the same run: figures of one machine at one
 * time mean little, ratios more.
 */
@NullMarked
package dev.skald.benchmarks;

import org.jspecify.annotations.NullMarked;
