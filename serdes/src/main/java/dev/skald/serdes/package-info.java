/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What all serdes have in common: the error for bytes that cannot be read, and the annotations that say how records are
 * stored. It knows no format; formats know it.
 */
@NullMarked
package dev.skald.serdes;

import org.jspecify.annotations.NullMarked;
