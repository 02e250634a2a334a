/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The accessors and the canonical constructor of a record, as functions that the virtual machine inlines: reflection is
 * used once, to make them.
 */
final class RecordAccess {

    private final Class<?> type;
    private final MethodHandles.Lookup lookup;
    private final RecordComponent[] components;

    RecordAccess(Class<?> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        try {
            this.lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "expected access to %s; its module must open %s to %s"
                            .formatted(type.getName(), type.getPackageName(), RecordAccess.class.getPackageName()),
                    e);
        }
    }

    ToIntFunction<Object> intAccessor(int component) {
        return accessor(component, ToIntFunction.class, "applyAsInt", int.class);
    }

    ToLongFunction<Object> longAccessor(int component) {
        return accessor(component, ToLongFunction.class, "applyAsLong", long.class);
    }

    ToDoubleFunction<Object> doubleAccessor(int component) {
        return accessor(component, ToDoubleFunction.class, "applyAsDouble", double.class);
    }

    Predicate<Object> booleanAccessor(int component) {
        return accessor(component, Predicate.class, "test", boolean.class);
    }

    Function<Object, @Nullable Object> accessor(int component) {
        return accessor(component, Function.class, "apply", Object.class);
    }

    @SuppressWarnings("unchecked") // All functions made here take the record as an object.
    private <F> F accessor(int component, Class<? super F> function, String method, Class<?> result) {
        try {
            MethodHandle accessor = lookup.unreflect(components[component].getAccessor());
            Class<?> boxed =
                    MethodType.methodType(accessor.type().returnType()).wrap().returnType();
            return (F) LambdaMetafactory.metafactory(
                            lookup,
                            method,
                            MethodType.methodType(function),
                            MethodType.methodType(result, Object.class),
                            accessor,
                            MethodType.methodType(result.isPrimitive() ? result : boxed, type))
                    .getTarget()
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "expected a function for " + components[component] + " of " + type.getName(), e);
        }
    }

    /** Makes records of the values of their components. */
    Function<@Nullable Object[], Object> constructor() {
        Class<?>[] parameters =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        MethodHandle constructor;
        try {
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, parameters))
                    .asFixedArity()
                    .asSpreader(Object[].class, parameters.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("expected the canonical constructor of " + type.getName(), e);
        }
        return arguments -> construct(constructor, arguments);
    }

    private static Object construct(MethodHandle constructor, @Nullable Object[] arguments) {
        try {
            return (Object) constructor.invokeExact(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            // A canonical constructor declares no checked exception.
            throw new AssertionError(e);
        }
    }
}
