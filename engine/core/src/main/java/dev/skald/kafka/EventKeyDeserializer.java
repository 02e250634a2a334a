/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import dev.skald.EventKey;
import dev.skald.internal.store.EventKeys;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key of an event; see {@link EventKeySerde}.
 *
 * <p>A console consumer prints it as {@code instance@revision}: {@code kafka-console-consumer --property print.key=true
 * --property key.deserializer=dev.skald.kafka.EventKeyDeserializer …}
 */
public final class EventKeyDeserializer implements Deserializer<EventKey> {

    /** Creates the deserializer; by name, too, from a configuration. */
    public EventKeyDeserializer() {}

    @Override
    @SuppressWarnings("NullAway") // Kafka's contract: null stands for null.
    public @Nullable EventKey deserialize(String topic, byte @Nullable [] key) {
        if (key == null) {
            return null;
        }
        try {
            return EventKeys.parse(key);
        } catch (IllegalArgumentException e) {
            throw new SerializationException("not the key of an event in topic " + topic + ": " + e.getMessage(), e);
        }
    }
}
