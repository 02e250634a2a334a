/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How stored values stay readable while their types change: upcasters between versions, and golden files that fail the
 * build when a change breaks what is stored. Independent of any format: what is particular to one lives in the package
 * of that format.
 */
@NullMarked
package dev.skald.serdes.evolution;

import org.jspecify.annotations.NullMarked;
