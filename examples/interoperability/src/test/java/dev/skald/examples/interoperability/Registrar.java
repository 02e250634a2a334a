/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.interoperability;

import dev.skald.serdes.registry.SchemaRegistries;
import dev.skald.serdes.registry.SchemaRegistry;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** A process that registers many schemas in a topic, some of which other processes register at the same time. */
final class Registrar {

    /** So many schemas are registered by every process, under a subject each. */
    static final int COMMON = 6;

    /** So many versions of one subject come from each process. */
    static final int OWN = 4;

    private Registrar() {}

    /** Arguments: the broker, the registry, and the name of this process. */
    public static void main(String[] arguments) {
        dev.skald.testing.ForkedJvm.endWithParent();
        register(arguments[0], arguments[1], arguments[2]);
    }

    static void register(String bootstrapServers, String url, String name) {
        try (SchemaRegistry registry = open(bootstrapServers, url)) {
            IntStream.range(0, COMMON).forEach(i -> registry.register("common-" + i, common(i)));
            IntStream.range(0, OWN).forEach(i -> registry.register("contended", own(name, i)));
        }
    }

    static SchemaRegistry open(String bootstrapServers, String url) {
        return SchemaRegistries.from(Map.of(
                "schema.registry.url", url,
                "bootstrap.servers", bootstrapServers));
    }

    static Schema common(int number) {
        return SchemaBuilder.record("Common" + number)
                .fields()
                .requiredLong("a")
                .endRecord();
    }

    /** Each differs from the others, and may follow every one of them. */
    static Schema own(String name, int number) {
        return SchemaBuilder.record("Own")
                .fields()
                .requiredLong("a")
                .optionalString("from_" + name + "_" + number)
                .endRecord();
    }
}
