/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import dev.skald.EventKey;
import dev.skald.internal.store.EventKeys;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Writes the key of an event as the message store has it; see {@link EventKeySerde}. */
public final class EventKeySerializer implements Serializer<EventKey> {

    /** Creates the serializer; by name, too, from a configuration. */
    public EventKeySerializer() {}

    @Override
    @SuppressWarnings("NullAway") // Kafka's contract: null stands for null.
    public byte @Nullable [] serialize(String topic, @Nullable EventKey key) {
        return key == null ? null : EventKeys.of(key.instanceId(), key.revision());
    }
}
