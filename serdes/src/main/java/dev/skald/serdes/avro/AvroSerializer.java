/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes Avro where a configuration names a class, as in {@code serializer} of a console consumer or a connector. Takes
 * the place of Confluent's with the same settings. See {@link AvroSerde}.
 *
 * @param <T> what is in the records
 */
public final class AvroSerializer<T> implements Serializer<T> {

    private final AvroSerde<T> serde = new AvroSerde<>();
    private final Serializer<T> serializer = serde.serializer();

    /** Creates it; {@link #configure} comes next. */
    public AvroSerializer() {}

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        serde.configure(configs, isKey);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T value) {
        return serializer.serialize(topic, value);
    }

    @Override
    public void close() {
        serde.close();
    }
}
