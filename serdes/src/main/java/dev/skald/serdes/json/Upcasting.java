/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.skald.serdes.evolution.StoredValue;
import dev.skald.serdes.evolution.Upcasters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the first level of an object which version of which type it is, and leads what is not current through the
 * upcasters. What this writes has the type and the version first, so that looking costs two tokens.
 */
final class Upcasting {

    private final JsonMapper mapper;
    private final ObjectReader fieldsReader;
    private final Upcasters upcasters;
    private final TypeNames names;
    private final @Nullable String onlyType;

    Upcasting(JsonMapper mapper, Upcasters upcasters, TypeNames names) {
        this.mapper = mapper;
        this.upcasters = upcasters;
        this.names = names;
        this.onlyType = names.only();
        this.fieldsReader = mapper.readerFor(new TypeReference<LinkedHashMap<String, @Nullable Object>>() {})
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /** The type and version that an object names. */
    private record Stamp(String type, int version) {}

    /**
     * Upcasts a value that is not current.
     *
     * @return the value now; null if the bytes can be read as they are, or are so wrong that reading will say so
     */
    @Nullable
    TokenBuffer upcast(byte[] bytes) throws IOException {
        Stamp stamp = stamp(bytes);
        if (stamp == null || upcasters.isCurrent(stamp.type(), stamp.version())) {
            return null;
        }
        Map<String, @Nullable Object> fields = fieldsReader.readValue(bytes);
        fields.remove(JsonSerde.VERSION_FIELD);
        if (onlyType == null) {
            fields.remove(JsonSerde.TYPE_FIELD);
        }
        StoredValue value = upcasters.upcast(new StoredValue(stamp.type(), stamp.version(), fields));
        TokenBuffer buffer = new TokenBuffer(mapper, false);
        mapper.writeValue(buffer, json(value));
        return buffer;
    }

    private @Nullable Stamp stamp(byte[] bytes) throws IOException {
        String type = onlyType;
        try (JsonParser parser = mapper.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            int version = 0;
            while (incomplete(type, version) && parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken token = parser.nextToken();
                if (type == null && token == JsonToken.VALUE_STRING && field.equals(JsonSerde.TYPE_FIELD)) {
                    type = names.present(parser.getText());
                } else if (token == JsonToken.VALUE_NUMBER_INT && field.equals(JsonSerde.VERSION_FIELD)) {
                    version = Math.max(1, parser.getIntValue());
                } else {
                    parser.skipChildren();
                }
            }
            return type == null ? null : new Stamp(type, Math.max(1, version));
        }
    }

    private boolean incomplete(@Nullable String type, int version) {
        return type == null || (version == 0 && upcasters.currentVersion(upcasters.currentName(type)) > 1);
    }

    private Map<String, @Nullable Object> json(StoredValue value) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (onlyType == null) {
            fields.put(JsonSerde.TYPE_FIELD, value.type());
        }
        if (value.version() > 1) {
            fields.put(JsonSerde.VERSION_FIELD, value.version());
        }
        value.fields().forEach((name, field) -> fields.put(name, jsonOf(field)));
        return fields;
    }

    private @Nullable Object jsonOf(@Nullable Object field) {
        if (field instanceof StoredValue part) {
            return json(part);
        }
        if (field instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>(list.size());
            list.forEach(each -> all.add(jsonOf(each)));
            return all;
        }
        return field;
    }
}
