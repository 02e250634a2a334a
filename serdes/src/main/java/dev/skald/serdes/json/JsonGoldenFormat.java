/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skald.serdes.evolution.GoldenFiles;
import dev.skald.serdes.evolution.GoldenFormat;
import dev.skald.serdes.registry.CompatibilityLevel;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * Golden files of JSON: the stored text as it is.
 *
 * <p>JSON has no schema, so compatibility is told from the samples. Backward is what reading the files shows. Forward
 * means that what is written now has every field, of the same kind and at the same place, that was written earlier,
 * under the same type name and version: whoever still runs the earlier code finds all it knows.
 *
 * @param <T> the type of the values
 */
public final class JsonGoldenFormat<T> implements GoldenFormat<T> {

    private final JsonMapper mapper = new JsonMapper();
    private final Serde<T> serde;

    private JsonGoldenFormat(Serde<T> serde) {
        this.serde = requireNonNull(serde, "serde");
    }

    /** The format of a serde that writes JSON. */
    public static <T> JsonGoldenFormat<T> of(Serde<T> serde) {
        return new JsonGoldenFormat<>(serde);
    }

    @Override
    public String extension() {
        return "json";
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
        List<String> problems = new ArrayList<>();
        if (level.isForward()) {
            JsonNode written = parse(now);
            int first = level.isTransitive() ? 0 : Math.max(0, earlier.size() - 1);
            for (String text : earlier.subList(first, earlier.size())) {
                compare("", parse(text), written, problems);
            }
        }
        return problems;
    }

    private static void compare(String path, JsonNode known, JsonNode written, List<String> problems) {
        if (known.getNodeType() != written.getNodeType()) {
            problems.add("earlier code expects %s at %s, where now %s is written"
                    .formatted(known.getNodeType(), path.isEmpty() ? "/" : path, written.getNodeType()));
            return;
        }
        for (String stamp : List.of(JsonSerde.TYPE_FIELD, JsonSerde.VERSION_FIELD)) {
            if (path.isEmpty() && !known.path(stamp).equals(written.path(stamp))) {
                problems.add("earlier code does not know %s %s".formatted(stamp, written.path(stamp)));
            }
        }
        known.properties().forEach(field -> {
            JsonNode same = written.path(field.getKey());
            if (!isStamp(path, field.getKey())) {
                compare(path + "/" + field.getKey(), field.getValue(), same, problems);
            }
        });
        if (known.isArray() && !known.isEmpty() && !written.isEmpty()) {
            compare(path + "/0", known.get(0), written.get(0), problems);
        }
    }

    private static boolean isStamp(String path, String field) {
        return path.isEmpty() && (field.equals(JsonSerde.TYPE_FIELD) || field.equals(JsonSerde.VERSION_FIELD));
    }

    private JsonNode parse(String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected JSON, but: " + e.getOriginalMessage(), e);
        }
    }
}
