/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import dev.skald.EventKey;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The serde of the keys in the message store, for those who read it as a topic.
 *
 * <p>The binary form is: the instance id in UTF-8, one zero byte, the revision in eight bytes, big endian.
 */
public final class EventKeySerde implements Serde<EventKey> {

    /** Creates the serde. */
    public EventKeySerde() {}

    @Override
    public Serializer<EventKey> serializer() {
        return new EventKeySerializer();
    }

    @Override
    public Deserializer<EventKey> deserializer() {
        return new EventKeyDeserializer();
    }
}
