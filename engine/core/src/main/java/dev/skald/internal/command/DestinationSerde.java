/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Writes the key of an outgoing record. Nothing reads a destination back. */
public final class DestinationSerde implements Serde<Destination> {

    @Override
    public Serializer<Destination> serializer() {
        return (topic, destination) -> destination.key();
    }

    @Override
    public Deserializer<Destination> deserializer() {
        throw new UnsupportedOperationException("destinations are only written");
    }
}
