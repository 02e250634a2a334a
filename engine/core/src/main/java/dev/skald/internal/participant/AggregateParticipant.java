/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.participant;

import dev.skald.tcc.TccParticipant;
import org.apache.kafka.common.serialization.Serde;

/**
 * An aggregate as a participant of agreements.
 *
 * @param name the participant's name
 * @param requestTopic the topic that it is asked through
 * @param partitions how many partitions that has
 * @param serde the serde of what it is asked
 * @param rules what trying, confirming and canceling mean
 */
public record AggregateParticipant<S, R, E>(
        String name, String requestTopic, int partitions, Serde<R> serde, TccParticipant<S, R, E> rules) {}
