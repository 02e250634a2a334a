/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import dev.skald.serdes.Alias;
import dev.skald.serdes.Name;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names under which the types that a sealed type permits are stored; for any other type its own name alone. */
final class TypeNames {

    private final Class<?> type;
    private final Map<Class<?>, String> names = new LinkedHashMap<>();
    private final Map<String, Class<?>> taken = new LinkedHashMap<>();

    TypeNames(Class<?> type) {
        this.type = type;
        add(type);
    }

    private void add(Class<?> each) {
        if (each.isSealed()) {
            for (Class<?> permitted : each.getPermittedSubclasses()) {
                add(permitted);
            }
        } else if (!names.containsKey(each)) {
            Name name = each.getAnnotation(Name.class);
            take(each, name == null ? each.getSimpleName() : withoutNamespace(name.value()));
            for (String alias : aliases(each)) {
                take(withoutNamespace(alias), each);
            }
        }
    }

    /** Gives a type another name than its class has. */
    void rename(Class<?> permitted, String name) {
        String before = names.get(permitted);
        if (before == null) {
            throw new IllegalArgumentException(
                    "expected a type that %s permits, but it is %s".formatted(type.getName(), permitted.getName()));
        }
        taken.remove(before);
        take(permitted, name);
    }

    private void take(Class<?> each, String name) {
        take(name, each);
        names.put(each, name);
    }

    private void take(String name, Class<?> each) {
        Class<?> other = taken.putIfAbsent(name, each);
        if (other != null && other != each) {
            throw new IllegalArgumentException("expected different names for %s and %s, but both are %s"
                    .formatted(other.getName(), each.getName(), name));
        }
    }

    /** The types and their names. */
    Map<Class<?>, String> all() {
        return names;
    }

    /** The name of the one type whose values do not carry it; null for a sealed type. */
    @Nullable
    String only() {
        return type.isSealed() ? null : names.get(type);
    }

    /** The present name of the type that has a name or had it, or the name itself if there is none. */
    String present(String name) {
        Class<?> each = taken.get(name);
        return each == null ? name : names.getOrDefault(each, name);
    }

    /** The names for Jackson, the one that is written before those that are only read. */
    List<NamedType> forJackson(Map<String, String> renamed) {
        List<NamedType> found = new ArrayList<>();
        names.forEach((each, name) -> found.add(new NamedType(each, name)));
        taken.forEach((name, each) -> found.add(new NamedType(each, name)));
        renamed.forEach((earlier, name) -> {
            Class<?> each = taken.get(name);
            if (each != null) {
                found.add(new NamedType(each, earlier));
            }
        });
        return found;
    }

    /** Refuses records that have a component with a name that the serde itself writes. */
    void reserve(String field, Collection<Class<?>> types) {
        for (Class<?> each : types) {
            RecordComponent[] components = each.getRecordComponents();
            for (RecordComponent component : components == null ? new RecordComponent[0] : components) {
                if (RecordNames.of(component).equals(field)) {
                    throw new IllegalArgumentException(
                            "expected no component that is stored as \"%s\", which is taken, but %s has one: use @Name"
                                    .formatted(field, each.getName()));
                }
            }
        }
    }

    private static String[] aliases(Class<?> each) {
        Alias alias = each.getAnnotation(Alias.class);
        return alias == null ? new String[0] : alias.value();
    }

    private static String withoutNamespace(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
