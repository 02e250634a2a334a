/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro where a configuration names a class, as in {@code deserializer} of a console consumer or a connector.
 * Takes the place of Confluent's with the same settings. See {@link AvroSerde}.
 *
 * @param <T> what is in the records
 */
public final class AvroDeserializer<T> implements Deserializer<T> {

    private final AvroSerde<T> serde = new AvroSerde<>();
    private final Deserializer<T> deserializer = serde.deserializer();

    /** Creates it; {@link #configure} comes next. */
    public AvroDeserializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        serde.configure(configs, isKey);
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        return deserializer.deserialize(topic, bytes);
    }

    @Override
    public void close() {
        serde.close();
    }
}
