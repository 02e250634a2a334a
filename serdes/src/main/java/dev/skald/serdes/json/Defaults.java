/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.skald.serdes.Default;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The values of components that have a default and are missing in the JSON, each made once. */
final class Defaults extends InjectableValues {

    /** Names a component. */
    record Id(RecordComponent component) {}

    private final JsonMapper mapper;
    private final Map<Id, Object> values = new ConcurrentHashMap<>();

    Defaults(JsonMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    @SuppressWarnings("deprecation") // Jackson deprecated the one method that has to be there.
    public @Nullable Object findInjectableValue(
            Object id, DeserializationContext context, BeanProperty property, @Nullable Object bean)
            throws JsonMappingException {
        Object known = values.get(id);
        if (known != null) {
            return known;
        }
        Object value =
                parse(mapper, ((Id) id).component().getAnnotation(Default.class).value(), property.getType());
        values.put((Id) id, value);
        return value;
    }

    /**
     * Reads a default: JSON, or for types that are texts in JSON the bare text.
     *
     * @throws JsonMappingException if it is no value of the type
     */
    static Object parse(JsonMapper mapper, String text, JavaType type) throws JsonMappingException {
        Object value;
        try {
            value = isText(type) ? mapper.convertValue(text, type) : mapper.readValue(text, type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new JsonMappingException(null, "expected a default of %s, but it is \"%s\"".formatted(type, text), e);
        }
        if (value == null) {
            throw new JsonMappingException(null, "expected a default of %s, but it is null".formatted(type));
        }
        return value;
    }

    private static boolean isText(JavaType type) {
        return !type.isPrimitive()
                && !type.isContainerType()
                && !type.isReferenceType()
                && !type.isRecordType()
                && !type.getRawClass().isSealed()
                && !Number.class.isAssignableFrom(type.getRawClass())
                && type.getRawClass() != Boolean.class;
    }
}
