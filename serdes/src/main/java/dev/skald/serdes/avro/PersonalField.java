/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import dev.skald.serdes.json.PersonalJson;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.personal.Personal;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the values of one personal component, and decrypts them. What is encrypted is JSON, as in the JSON serde: it
 * says enough of itself to be read when the type has changed and the schema tells no more than that there is a text.
 */
final class PersonalField {

    private final String boundTo;
    private final @Nullable FieldCipher cipher;
    private final PersonalJson json;
    private final Personal mark;
    private final boolean optional;

    /**
     * Looks at a component that is marked.
     *
     * @param absence how the component says that there is nothing, if it may
     * @param cipher null if only the schema is wanted
     */
    PersonalField(RecordComponent component, Shape.@Nullable Absence absence, @Nullable FieldCipher cipher) {
        this.mark = component.getAnnotation(Personal.class);
        this.boundTo = mark.boundTo().isEmpty() ? component.getName() : mark.boundTo();
        this.cipher = cipher;
        this.json = PersonalJson.of(valueType(component.getGenericType(), absence), cipher);
        this.optional = absence != null && absence != Shape.Absence.NULL;
        placeholder(); // Refuses one that does not fit.
    }

    private static Type valueType(Type type, Shape.@Nullable Absence absence) {
        if (isOpen(type)) {
            throw new IllegalArgumentException("expected a type without variables, for it is @Personal");
        }
        if (absence == null) {
            return type;
        }
        return switch (absence) {
            case NULL -> type;
            case EMPTY -> ((ParameterizedType) type).getActualTypeArguments()[0];
            case EMPTY_INT -> int.class;
            case EMPTY_LONG -> long.class;
            case EMPTY_DOUBLE -> double.class;
        };
    }

    private static boolean isOpen(Type type) {
        return type instanceof TypeVariable<?>
                || (type instanceof ParameterizedType parameterized
                        && Arrays.stream(parameterized.getActualTypeArguments()).anyMatch(PersonalField::isOpen));
    }

    /** The name to which values are bound. */
    String boundTo() {
        return boundTo;
    }

    boolean hasCipher() {
        return cipher != null;
    }

    private FieldCipher cipher() {
        if (cipher == null) {
            throw new IllegalStateException("expected a cipher for personal field " + boundTo);
        }
        return cipher;
    }

    private @Nullable Object placeholder() {
        if (!mark.placeholder().isEmpty()) {
            return json.parse(mark.placeholder());
        }
        return optional ? null : json.nothing();
    }

    /** Reads what stands for a value in an annotation. */
    Object parse(String text) {
        return json.parse(text);
    }

    String encrypt(String subject, Object value) {
        return cipher().encrypt(subject, boundTo, json.write(value));
    }

    /** The value; or the placeholder if its key is forgotten, which is null where that is nothing. */
    @Nullable
    Object decrypt(BytesDecoder in) {
        String text = in.readString();
        try {
            if (!FieldCipher.isEncrypted(text)) {
                return json.parse(text); // From before it was marked, or a default.
            }
            Optional<FieldCipher.Decrypted> decrypted = cipher().decrypt(boundTo, text);
            if (decrypted.isEmpty()) {
                return placeholder();
            }
            in.addOwner(decrypted.get().subject());
            return json.read(decrypted.get().plain());
        } catch (IllegalArgumentException e) {
            throw new MalformedBytesException(String.valueOf(e.getMessage()));
        }
    }
}
