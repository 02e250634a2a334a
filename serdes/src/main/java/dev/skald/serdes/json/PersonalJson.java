/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.personal.PersonalKeysException;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of the values of one type as {@link JsonSerde} encrypts it in a personal field, for serdes of other formats:
 * whatever format a record is in, its personal fields hold the same. Immutable and safe for use by several threads.
 *
 * <p>No message quotes what was to be read, for it is personal.
 */
public final class PersonalJson {

    private final JsonMapper mapper;
    private final JavaType type;

    private PersonalJson(JsonMapper mapper, JavaType type) {
        this.mapper = mapper;
        this.type = type;
    }

    /**
     * The JSON of a type.
     *
     * @param cipher for values that have personal components themselves; null refuses them
     */
    public static PersonalJson of(Type type, @Nullable FieldCipher cipher) {
        JsonMapper.Builder builder = JsonMappers.strict(false);
        PersonalFields within = new PersonalFields(cipher);
        within.install(builder);
        SealedTypes sealedTypes = new SealedTypes(Object.class, new TypeNames(Object.class), Map.of());
        builder.annotationIntrospector(JsonMappers.introspector(within, sealedTypes, new RecordNames()));
        JsonMapper mapper = builder.build();
        mapper.setInjectableValues(new Defaults(mapper));
        return new PersonalJson(mapper, mapper.constructType(type));
    }

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if it has no form in JSON
     */
    public String write(Object value) {
        try {
            return mapper.writerFor(type).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw refusal(e, "a %s that can be written as JSON".formatted(type.toCanonical()));
        }
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is no JSON of the type
     */
    public @Nullable Object read(String json) {
        try {
            return mapper.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw refusal(e, "JSON of a %s".formatted(type.toCanonical()));
        }
    }

    /**
     * Reads what stands for a value in an annotation: the bare text where JSON has a text, and else JSON.
     *
     * @throws IllegalArgumentException if it is no value of the type
     */
    public Object parse(String text) {
        try {
            return Defaults.parse(mapper, text, type);
        } catch (JsonMappingException e) {
            throw refusal(e, "the text of a %s".formatted(type.toCanonical()));
        }
    }

    /** The empty text, an empty collection, zero or false, and null for everything else. */
    public @Nullable Object nothing() {
        if (type.hasRawClass(String.class)) {
            return "";
        }
        if (type.isPrimitive()) {
            return Array.get(Array.newInstance(type.getRawClass(), 1), 0);
        }
        return type.isContainerType() ? read(type.isMapLikeType() ? "{}" : "[]") : null;
    }

    private static RuntimeException refusal(Exception e, String expected) {
        PersonalKeysException keys = PersonalKeysException.in(e);
        return keys != null ? keys : new IllegalArgumentException("expected " + expected + ", but it is not");
    }
}
