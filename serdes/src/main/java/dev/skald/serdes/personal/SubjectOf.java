/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the subject out of the records of one class, for serdes. Immutable and safe for use by several threads. */
public final class SubjectOf {

    private final String component;
    private final MethodHandle accessor;

    private SubjectOf(RecordComponent component) {
        this.component = component.getDeclaringRecord().getName() + "." + component.getName();
        Method method = component.getAccessor();
        method.setAccessible(true);
        try {
            this.accessor = MethodHandles.lookup().unreflect(method);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("expected to read " + this.component + ", but: " + e.getMessage(), e);
        }
    }

    /**
     * Looks at a class.
     *
     * @return empty if it is no record, or none of its components is marked
     * @throws IllegalArgumentException if several are, or one is personal itself, or of a type that cannot name a
     *     subject
     */
    public static Optional<SubjectOf> type(Class<?> type) {
        if (!type.isRecord()) {
            return Optional.empty();
        }
        RecordComponent found = null;
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Subject.class)) {
                check(component, found);
                found = component;
            }
        }
        return Optional.ofNullable(found).map(SubjectOf::new);
    }

    private static void check(RecordComponent component, @Nullable RecordComponent other) {
        Class<?> type = component.getType();
        String where = component.getDeclaringRecord().getName() + "." + component.getName();
        if (other != null) {
            throw new IllegalArgumentException(
                    "expected one @Subject, but there are %s and %s".formatted(other, where));
        }
        if (component.isAnnotationPresent(Personal.class)) {
            throw new IllegalArgumentException(
                    "expected %s to be readable without a key, but it is @Personal".formatted(where));
        }
        boolean names = CharSequence.class.isAssignableFrom(type)
                || Number.class.isAssignableFrom(type)
                || type == int.class
                || type == long.class
                || type == UUID.class
                || type.isEnum();
        if (!names) {
            throw new IllegalArgumentException(
                    "expected a text, a number, a UUID or an enum as @Subject %s, but it is a %s"
                            .formatted(where, type));
        }
    }

    /** Whether one of a record's components is marked as personal. */
    public static boolean isNeededBy(Class<?> type) {
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (component.isAnnotationPresent(Personal.class)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The subject of a record.
     *
     * @throws IllegalArgumentException if it has none
     */
    public String get(Object record) {
        Object subject;
        try {
            subject = accessor.invoke(record);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException("expected to read " + component + ", but: " + e, e);
        }
        if (subject == null) {
            throw new IllegalArgumentException("expected a subject in " + component + ", but it is null");
        }
        return PersonalKey.checkSubject(subject instanceof Enum<?> constant ? constant.name() : subject.toString());
    }
}
