/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The participant's side of agreements: its requests and answers as records, the fence in front of it, and an aggregate
 * as a participant. What coordinates agreements lives elsewhere.
 */
@NullMarked
package dev.skald.internal.participant;

import org.jspecify.annotations.NullMarked;
