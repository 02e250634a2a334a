/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/** Records as one line of text: the name of the type, then its components, separated by tabs. */
public final class TextSerde<T> implements Serde<T> {

    private final List<Class<?>> types;

    private TextSerde(List<Class<?>> types) {
        this.types = types;
    }

    /** The serde of a record, or of a sealed interface of records. */
    public static <T> TextSerde<T> of(Class<T> type) {
        return new TextSerde<>(type.isSealed() ? List.of(type.getPermittedSubclasses()) : List.of(type));
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, value) -> Stream.concat(Stream.of(value.getClass().getSimpleName()), components(value))
                .collect(Collectors.joining("\t"))
                .getBytes(UTF_8);
    }

    private static Stream<String> components(Object value) {
        List<String> texts = new ArrayList<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                texts.add(String.valueOf(component.getAccessor().invoke(value)));
            } catch (ReflectiveOperationException e) {
                throw new SerializationException(e);
            }
        }
        return texts.stream();
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> {
            String text = new String(bytes, UTF_8);
            String[] parts = text.split("\t", -1);
            for (Class<?> type : types) {
                if (type.getSimpleName().equals(parts[0])) {
                    return create(type, parts);
                }
            }
            throw new SerializationException("no such type: " + parts[0]);
        };
    }

    @SuppressWarnings("unchecked")
    private T create(Class<?> type, String[] parts) {
        Class<?>[] components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = parse(components[i], parts[i + 1]);
        }
        try {
            return (T) type.getDeclaredConstructor(components).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new SerializationException(e);
        }
    }

    private static Object parse(Class<?> type, String text) {
        if (type == long.class) {
            return Long.valueOf(text);
        }
        return type == int.class ? (Object) Integer.valueOf(text) : text;
    }
}
