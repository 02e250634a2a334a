/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Durable timers: when an instance wants to be woken, kept in a state store in the order of time.
 *
 * <p>Agreements use them for time-outs and retries; whatever else needs to be woken will use the same. No thread and no
 * executor is involved but Streams' own punctuation.
 */
@NullMarked
package dev.skald.internal.timer;

import org.jspecify.annotations.NullMarked;
