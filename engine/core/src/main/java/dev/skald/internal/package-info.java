/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The inside of the engine. Not API: anything here may change in any release.
 *
 * <p>This package holds what its rooms share; the rooms are {@code store} (journal and snapshots over state stores),
 * {@code instance} (loading, caching, units of work), {@code command} (from a command's record to its reply),
 * {@code topic} (creating and checking topics) and {@code client}.
 */
@NullMarked
package dev.skald.internal;

import org.jspecify.annotations.NullMarked;
