/* SPDX-License-Identifier: Apache-2.0 */
/**
 * When to commit: at once when the input is idle, rarely when it is busy.
 *
 * <p>Kafka Streams commits at a fixed interval, or when a processor asks for it. Here is what decides when to ask.
 */
@NullMarked
package dev.skald.internal.pacing;

import org.jspecify.annotations.NullMarked;
