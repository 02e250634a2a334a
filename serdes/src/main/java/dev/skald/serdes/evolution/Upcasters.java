/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.evolution;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How old versions of stored values become new ones.
 *
 * <p>Types have versions from 1. A type for which {@code upcast(type, 1, …)} and {@code upcast(type, 2, …)} are
 * declared is at version 3: serdes write that number beside its values and lead what is older through the chain. Values
 * without a number have version 1, so that nothing has to be declared before the first change.
 *
 * <p>Needed only for what readers do not do by themselves: a new field with a default and a field that is gone need
 * neither upcaster nor version.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Upcasters {

    private static final Upcasters NONE = new Upcasters(Map.of(), Map.of());

    private final Map<String, String> aliases;
    private final Map<String, Chain> chains;

    private Upcasters(Map<String, String> aliases, Map<String, Chain> chains) {
        this.aliases = aliases;
        this.chains = chains;
    }

    /** The upcasters of one type by the version that they take, and the version to which they lead. */
    private record Chain(Map<Integer, Upcaster> steps, int current) {

        static Chain of(Map<Integer, Upcaster> steps) {
            return new Chain(Map.copyOf(steps), Collections.max(steps.keySet()) + 1);
        }
    }

    /** No upcasters: everything is at version 1. */
    public static Upcasters none() {
        return NONE;
    }

    /** Begins a set of upcasters. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether there are neither upcasters nor renamed types. */
    public boolean isEmpty() {
        return aliases.isEmpty() && chains.isEmpty();
    }

    /** The version at which a type is written. */
    public int currentVersion(String type) {
        Chain chain = chains.get(type);
        return chain == null ? 1 : chain.current();
    }

    /** The name that a type has now. */
    public String currentName(String type) {
        return aliases.getOrDefault(type, type);
    }

    /** The earlier names of types, and the names that these have now. */
    public Map<String, String> renamed() {
        return aliases;
    }

    /** Whether values of a type and version are read as they are; the type may have its earlier name. */
    public boolean isCurrent(String type, int version) {
        return version == currentVersion(currentName(type));
    }

    /**
     * Leads a value to the current version of its type, and so the stored values among its fields.
     *
     * @throws IllegalArgumentException if there is no way from its version, or an upcaster fails
     */
    public StoredValue upcast(StoredValue stored) {
        StoredValue value = stored.becoming(currentName(stored.type()), stored.version());
        Set<String> passed = new HashSet<>();
        Chain chain = chains.get(value.type());
        while (chain != null && value.version() < chain.current()) {
            if (!passed.add(value.version() + " " + value.type())) {
                throw new IllegalArgumentException(
                        "expected an end of the upcasters, but they lead back to version %d of %s"
                                .formatted(value.version(), value.type()));
            }
            value = step(value, chain.steps().get(value.version()));
            chain = chains.get(value.type());
        }
        int known = currentVersion(value.type());
        if (value.version() > known) {
            throw new IllegalArgumentException("expected version %d of %s or an earlier one, but it is version %d"
                    .formatted(known, value.type(), value.version()));
        }
        return withParts(value);
    }

    private StoredValue step(StoredValue value, @Nullable Upcaster upcaster) {
        if (upcaster == null) {
            throw new IllegalArgumentException("expected an upcaster of %s from version %d, but there is none"
                    .formatted(value.type(), value.version()));
        }
        StoredValue next;
        try {
            next = upcaster.upcast(value);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the upcaster of %s from version %d failed: %s".formatted(value.type(), value.version(), e), e);
        }
        if (!next.type().equals(value.type())) {
            return next.becoming(currentName(next.type()), next.version());
        }
        return next.version() > value.version() ? next : next.becoming(value.type(), value.version() + 1);
    }

    private StoredValue withParts(StoredValue value) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(value.fields());
        fields.replaceAll((name, field) -> upcastPart(field));
        return new StoredValue(value.type(), value.version(), fields);
    }

    private @Nullable Object upcastPart(@Nullable Object field) {
        if (field instanceof StoredValue part) {
            return upcast(part);
        }
        if (field instanceof List<?> list && list.stream().anyMatch(StoredValue.class::isInstance)) {
            List<@Nullable Object> parts = new ArrayList<>(list.size());
            list.forEach(part -> parts.add(upcastPart(part)));
            return parts;
        }
        return field;
    }

    /** Collects upcasters and earlier names. */
    public static final class Builder {

        private final Map<String, String> aliases = new HashMap<>();
        private final Map<String, Map<Integer, Upcaster>> steps = new HashMap<>();

        private Builder() {}

        /**
         * Declares how values of one version of a type become values of the next.
         *
         * @param type the name of the type as it is stored: in JSON what its {@code type} field says (for a type
         *     without that field its simple class name), in Avro the full name of its schema
         * @param version the version that the upcaster takes, from 1
         */
        public Builder upcast(String type, int version, Upcaster upcaster) {
            if (version < 1) {
                throw new IllegalArgumentException("expected a version of 1 or more, but it is " + version);
            }
            Upcaster earlier = steps.computeIfAbsent(requireNonNull(type, "type"), none -> new HashMap<>())
                    .putIfAbsent(version, requireNonNull(upcaster, "upcaster"));
            if (earlier != null) {
                throw new IllegalArgumentException(
                        "expected one upcaster of %s from version %d, but there are two".formatted(type, version));
            }
            return this;
        }

        /**
         * Declares how a value of one version of a type becomes several, in order, or none.
         *
         * <p>A record stays one record and one revision, so the several come out of a serde as one value: that of a
         * type of yours that holds them.
         *
         * @param into the name of the type that holds them
         * @param field its field, a list
         */
        public Builder split(
                String type, int version, String into, String field, Function<StoredValue, List<StoredValue>> parts) {
            requireNonNull(into, "into");
            requireNonNull(field, "field");
            requireNonNull(parts, "parts");
            return upcast(type, version, old -> StoredValue.of(into).with(field, List.copyOf(parts.apply(old))));
        }

        /**
         * Declares that a type had another name. Its versions go on: the third version under the old name is the third
         * under the new.
         */
        public Builder rename(String earlierName, String name) {
            String other =
                    aliases.putIfAbsent(requireNonNull(earlierName, "earlierName"), requireNonNull(name, "name"));
            if (other != null) {
                throw new IllegalArgumentException(
                        "expected one new name of %s, but there are %s and %s".formatted(earlierName, other, name));
            }
            return this;
        }

        /**
         * Builds the set.
         *
         * @throws IllegalArgumentException if names lead in a circle, or upcasters are declared for an earlier name
         */
        public Upcasters build() {
            Map<String, String> names = new HashMap<>();
            for (String earlier : aliases.keySet()) {
                if (steps.containsKey(earlier)) {
                    throw new IllegalArgumentException("expected upcasters under the name %s, but %s was renamed to it"
                            .formatted(aliases.get(earlier), earlier));
                }
                names.put(earlier, latest(earlier));
            }
            Map<String, Chain> chains = new HashMap<>();
            steps.forEach((type, chain) -> chains.put(type, Chain.of(chain)));
            return new Upcasters(Map.copyOf(names), Map.copyOf(chains));
        }

        private String latest(String earlier) {
            String name = earlier;
            for (int hops = 0; hops <= aliases.size(); hops++) {
                String next = aliases.get(name);
                if (next == null) {
                    return name;
                }
                name = next;
            }
            throw new IllegalArgumentException(
                    "expected an end of the new names of " + earlier + ", but they go in a circle");
        }
    }
}
