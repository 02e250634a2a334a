/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Try, confirm, cancel: the rules of an agreement between participants, as pure functions, and the rules of the fence
 * that protects a participant.
 *
 * <p>Nothing here knows Kafka, reads a clock or draws a random number; time comes in with what is asked.
 */
@NullMarked
package dev.skald.tcc;

import org.jspecify.annotations.NullMarked;
