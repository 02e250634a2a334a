/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What users touch: aggregate types, the application that runs them on Kafka Streams, clients, and published serdes.
 *
 * <p>The rules of aggregates belong to {@code dev.skald}; nothing here decides anything.
 */
@NullMarked
package dev.skald.kafka;

import org.jspecify.annotations.NullMarked;
