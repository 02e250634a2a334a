/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.interoperability;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Serializers and deserializers that others wrote, configured as their users would. */
final class Others {

    private static final String CONFLUENT = "io.confluent.kafka.serializers.";

    private Others() {}

    static Serializer<Object> confluentSerializer(RegistryServer server, Map<String, ?> more) {
        Serializer<Object> serializer = confluent("KafkaAvroSerializer");
        serializer.configure(with(more, "schema.registry.url", server.url()), false);
        return serializer;
    }

    static Deserializer<Object> confluentDeserializer(RegistryServer server) {
        Deserializer<Object> deserializer = confluent("KafkaAvroDeserializer");
        deserializer.configure(Map.of("schema.registry.url", server.url()), false);
        return deserializer;
    }

    /** Confluent's classes are found by name, as by a Kafka client: they are no dependency of anything here. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T confluent(String name) {
        try {
            return (T) Class.forName(CONFLUENT + name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param whole whether nested types are registered with their record, as Confluent's does, or each by itself */
    static Serializer<Object> apicurioSerializer(RegistryServer server, boolean whole) {
        Serializer<Object> serializer = new AvroKafkaSerializer<>();
        serializer.configure(
                with(
                        Map.of("apicurio.registry.auto-register", true, "apicurio.registry.dereference-schema", whole),
                        "apicurio.registry.url",
                        server.url().replace("/ccompat/v7", "/registry/v3")),
                false);
        return serializer;
    }

    static Deserializer<Object> apicurioDeserializer(RegistryServer server) {
        Deserializer<Object> deserializer = new AvroKafkaDeserializer<>();
        deserializer.configure(
                Map.of("apicurio.registry.url", server.url().replace("/ccompat/v7", "/registry/v3")), false);
        return deserializer;
    }

    private static Map<String, Object> with(Map<String, ?> more, String name, Object value) {
        Map<String, Object> all = new HashMap<>(more);
        all.put(name, value);
        return all;
    }
}
