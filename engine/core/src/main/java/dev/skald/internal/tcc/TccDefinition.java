/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.tcc;

import dev.skald.tcc.ParticipantOptions;
import dev.skald.tcc.TccEvent.Order;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the coordinator knows of a type of agreement.
 *
 * @param name the type's name
 * @param participants who may take part, with the options that hold for each
 * @param order how confirms and cancels are asked for
 * @param deadline how long after the start the tries have to be answered; null if only their own times count
 */
public record TccDefinition(
        String name,
        Map<String, Asked> participants,
        Order order,
        @Nullable Duration deadline) {

    public TccDefinition {
        participants = Map.copyOf(participants);
    }

    /**
     * A participant as it is asked.
     *
     * @param requestTopic the topic that it is asked through
     * @param partitions the partitions of that topic
     * @param options how
     */
    public record Asked(String requestTopic, int partitions, ParticipantOptions options) {}
}
