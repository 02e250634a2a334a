/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.evolution;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.skald.serdes.registry.CompatibilityLevel;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * How stored values of one format lie in {@link GoldenFiles}: as text, with everything that is needed to read them
 * years later.
 *
 * @param <T> the type of the values
 */
public interface GoldenFormat<T> {

    /** The ending of the files' names, without the dot. */
    String extension();

    /** The text of a value as it is stored now; the same for equal values. */
    String write(T value);

    /**
     * Reads a value that was stored now or earlier.
     *
     * @throws RuntimeException if it cannot be read
     */
    T read(String text);

    /**
     * Where forms contradict a level of compatibility, one sentence each.
     *
     * @param level what is demanded
     * @param earlier the forms of a value before, the oldest first
     * @param now its form now
     */
    List<String> incompatibilities(CompatibilityLevel level, List<String> earlier, String now);

    /** The format of a serde whose bytes are UTF-8 text; it knows nothing of compatibility beyond reading. */
    static <T> GoldenFormat<T> text(Serde<T> serde) {
        requireNonNull(serde, "serde");
        return new GoldenFormat<>() {

            @Override
            public String extension() {
                return "txt";
            }

            @Override
            public String write(T value) {
                return new String(serde.serializer().serialize(GoldenFiles.TOPIC, value), UTF_8);
            }

            @Override
            public T read(String text) {
                return serde.deserializer().deserialize(GoldenFiles.TOPIC, text.getBytes(UTF_8));
            }

            @Override
            public List<String> incompatibilities(CompatibilityLevel level, List<String> earlier, String now) {
                return List.of();
            }
        };
    }
}
