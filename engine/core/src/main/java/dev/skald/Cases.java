/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A function over a sealed type, with one case for each permitted type and a check that none is missing.
 *
 * <p>It gives Java 17 what {@code switch} over sealed types gives Java 21. The check runs once, when
 * {@link Builder#exhaustive()} is called, so that a forgotten case is found when the rules are wired and not when the
 * first such event arrives:
 *
 * <pre>{@code
 * BiFunction<State, Event, State> evolve = Cases.<State, Event, State>of(Event.class)
 *         .on(Opened.class, State::opened)
 *         .on(Closed.class, (state, closed) -> state.closedAt(closed.at()))
 *         .exhaustive();
 * }</pre>
 *
 * <p>A case may name a permitted type, or a sealed type between it and the root, which then covers all below it. Two
 * cases that cover the same type are refused. Finding a case costs one look-up by class.
 */
public final class Cases {

    private Cases() {}

    /**
     * Starts a function of a context and a value of a sealed type.
     *
     * @param <A> the context, such as the state
     * @param <T> the sealed type
     * @param <R> the result
     * @throws IllegalArgumentException if {@code sealedType} is not sealed
     */
    public static <A, T, R> Builder<A, T, R> of(Class<T> sealedType) {
        if (!sealedType.isSealed()) {
            throw new IllegalArgumentException(
                    "expected a sealed type, but " + sealedType.getName() + " is not: its cases cannot be counted");
        }
        return new Builder<>(sealedType);
    }

    /** Collects the cases of one function; not safe for use by several threads. */
    public static final class Builder<A, T, R> {

        private final Class<T> sealedType;
        private final Map<Class<?>, BiFunction<A, T, R>> byLeaf = new LinkedHashMap<>();

        private Builder(Class<T> sealedType) {
            this.sealedType = sealedType;
        }

        /**
         * Adds the case of one type.
         *
         * @throws IllegalArgumentException if another case covers the type or a part of it
         */
        public <U extends T> Builder<A, T, R> on(
                Class<U> type, BiFunction<? super A, ? super U, ? extends R> function) {
            requireNonNull(function, "function");
            BiFunction<A, T, R> cast = (context, value) -> function.apply(context, type.cast(value));
            for (Class<?> leaf : leaves(type)) {
                if (byLeaf.putIfAbsent(leaf, cast) != null) {
                    throw new IllegalArgumentException("expected one case for %s of %s, but a second was given"
                            .formatted(leaf.getSimpleName(), sealedType.getName()));
                }
            }
            return this;
        }

        /**
         * Builds the function.
         *
         * @throws IllegalStateException naming every permitted type that has no case
         */
        public BiFunction<A, T, R> exhaustive() {
            List<String> missing = new ArrayList<>();
            for (Class<?> leaf : leaves(sealedType)) {
                if (!byLeaf.containsKey(leaf)) {
                    missing.add(leaf.getSimpleName());
                }
            }
            if (!missing.isEmpty()) {
                throw new IllegalStateException("expected a case for every type that %s permits, but none for %s"
                        .formatted(sealedType.getName(), String.join(", ", missing)));
            }
            Map<Class<?>, BiFunction<A, T, R>> cases = Map.copyOf(byLeaf);
            return (context, value) -> find(cases, value).apply(context, value);
        }

        private static <A, T, R> BiFunction<A, T, R> find(Map<Class<?>, BiFunction<A, T, R>> cases, Object value) {
            BiFunction<A, T, R> found = cases.get(value.getClass());
            if (found != null) {
                return found;
            }
            // Only a subclass of a non-sealed type, or an enum constant with a body, is not itself a case.
            for (Map.Entry<Class<?>, BiFunction<A, T, R>> entry : cases.entrySet()) {
                if (entry.getKey().isInstance(value)) {
                    return entry.getValue();
                }
            }
            throw new IllegalStateException("no case for " + value.getClass().getName());
        }

        private static Set<Class<?>> leaves(Class<?> type) {
            Set<Class<?>> leaves = new LinkedHashSet<>();
            if (type.isSealed() && !type.isEnum()) {
                for (Class<?> permitted : type.getPermittedSubclasses()) {
                    leaves.addAll(leaves(permitted));
                }
                // A sealed class that is not abstract has instances of its own.
                if (!Modifier.isAbstract(type.getModifiers())) {
                    leaves.add(type);
                }
            } else {
                leaves.add(type);
            }
            return leaves;
        }
    }
}
