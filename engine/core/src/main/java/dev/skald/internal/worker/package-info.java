/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A participant that may block: requests are taken from their topic, run on a bounded pool in the order of their keys,
 * and answered, behind a fence that is kept in a topic of its own.
 *
 * <p>One thread owns the Kafka clients and everything that is remembered; the threads of the pool run the user's code
 * and know nothing of Kafka. The rules of the fence are {@code dev.skald.tcc}'s.
 */
@NullMarked
package dev.skald.internal.worker;

import org.jspecify.annotations.NullMarked;
