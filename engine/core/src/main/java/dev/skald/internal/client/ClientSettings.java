/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.client;

import dev.skald.internal.model.TopicNames;
import java.time.Duration;
import java.util.Map;

/**
 * What a client needs to know.
 *
 * @param topics the application's topics
 * @param clientId the client's name; replies are addressed to it
 * @param named whether the name was given, and so may be used again after a restart
 * @param timeout how long to wait for a reply unless told otherwise
 * @param mostInFlight how many requests may wait at a time
 * @param kafka configuration of Kafka's clients
 */
public record ClientSettings(
        TopicNames topics,
        String clientId,
        boolean named,
        Duration timeout,
        int mostInFlight,
        Map<String, Object> kafka) {

    public ClientSettings {
        kafka = Map.copyOf(kafka);
    }
}
