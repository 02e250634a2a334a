/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The coordinator of agreements: requests out, answers in, timers, outcomes, and the list of what needs repair. The
 * rules themselves are not here; they are pure and live in {@code dev.skald.tcc}.
 */
@NullMarked
package dev.skald.internal.tcc;

import org.jspecify.annotations.NullMarked;
