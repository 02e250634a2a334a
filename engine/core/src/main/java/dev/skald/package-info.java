/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The rules and words of event sourcing: deciders, decisions, revisions, replies, snapshots, units of work.
 *
 * <p>Everything here is pure: no Kafka, no clock, no thread. What needs a broker lives in {@code dev.skald.kafka}.
 */
@NullMarked
package dev.skald;

import org.jspecify.annotations.NullMarked;
