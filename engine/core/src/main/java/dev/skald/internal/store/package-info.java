/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Journal and snapshots over Kafka Streams state stores: keys, headers, and the bytes in them.
 *
 * <p>What is written here is the message store that others read as topics; a change of format needs an ADR.
 */
@NullMarked
package dev.skald.internal.store;

import org.jspecify.annotations.NullMarked;
