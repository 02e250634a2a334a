/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.testing.EmbeddedKafka;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka that is used.
 *
 * @param bootstrapServers where it is
 * @param embedded the one that was started, if none was given
 */
record Broker(String bootstrapServers, @Nullable EmbeddedKafka embedded) implements AutoCloseable {

    /** The given Kafka, or one that keeps its data in the directory. */
    static Broker of(@Nullable String given, Directory directory) {
        if (given != null) {
            return new Broker(given, null);
        }
        EmbeddedKafka kafka = EmbeddedKafka.builder()
                .directory(directory.path().resolve("kafka"))
                .start();
        return new Broker(kafka.bootstrapServers(), kafka);
    }

    String description() {
        return embedded == null
                ? "Kafka at " + bootstrapServers
                : "embedded Kafka at %s, process %d".formatted(bootstrapServers, embedded.pid());
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
