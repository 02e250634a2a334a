/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import dev.skald.serdes.Alias;
import dev.skald.serdes.Default;
import dev.skald.serdes.Name;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells Jackson of the names, former names and defaults of components and of the constants of enums. */
@SuppressWarnings("NullAway") // Jackson's contract: null stands for nothing to say.
final class RecordNames extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    /** The name under which a component is stored. */
    static String of(RecordComponent component) {
        Name name = component.getAnnotation(Name.class);
        return name == null ? component.getName() : name.value();
    }

    /** The component that Jackson means with a member of a record, or null. */
    static @Nullable RecordComponent component(Annotated annotated) {
        if (!(annotated instanceof AnnotatedMember member)
                || !member.getDeclaringClass().isRecord()) {
            return null;
        }
        RecordComponent[] components = member.getDeclaringClass().getRecordComponents();
        if (member instanceof AnnotatedParameter parameter) {
            boolean canonical = parameter.getOwner().getParameterCount() == components.length;
            return canonical ? components[parameter.getIndex()] : null;
        }
        for (RecordComponent component : components) {
            if (component.getName().equals(member.getName())) {
                return component;
            }
        }
        return null;
    }

    private static @Nullable PropertyName name(Annotated annotated) {
        RecordComponent component = component(annotated);
        Name name = component == null ? null : component.getAnnotation(Name.class);
        return name == null ? null : PropertyName.construct(name.value());
    }

    @Override
    public @Nullable PropertyName findNameForSerialization(Annotated annotated) {
        return name(annotated);
    }

    @Override
    public @Nullable PropertyName findNameForDeserialization(Annotated annotated) {
        return name(annotated);
    }

    @Override
    public @Nullable List<PropertyName> findPropertyAliases(Annotated annotated) {
        RecordComponent component = component(annotated);
        Alias alias = component == null ? null : component.getAnnotation(Alias.class);
        if (alias == null) {
            return null;
        }
        List<PropertyName> names = new ArrayList<>();
        for (String former : alias.value()) {
            names.add(PropertyName.construct(former));
        }
        return names;
    }

    /** The way to give a creator's parameter a value that is not in the JSON: Jackson asks {@link Defaults} for it. */
    @Override
    public JacksonInject.@Nullable Value findInjectableValue(AnnotatedMember member) {
        if (!(member instanceof AnnotatedParameter)) {
            return null;
        }
        RecordComponent component = component(member);
        return component == null || !component.isAnnotationPresent(Default.class)
                ? null
                : JacksonInject.Value.construct(new Defaults.Id(component), true, false);
    }

    @Override
    public String[] findEnumValues(MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
        for (int i = 0; i < constants.length; i++) {
            Name name = field(constants[i]).getAnnotation(Name.class);
            if (name != null) {
                names[i] = name.value();
            }
        }
        return names;
    }

    @Override
    public @Nullable Enum<?> findDefaultEnumValue(AnnotatedClass type, Enum<?>[] constants) {
        Default fallback = type.getRawType().getAnnotation(Default.class);
        if (fallback == null) {
            return null;
        }
        for (Enum<?> constant : constants) {
            Name name = field(constant).getAnnotation(Name.class);
            if (constant.name().equals(fallback.value())
                    || (name != null && name.value().equals(fallback.value()))) {
                return constant;
            }
        }
        throw new IllegalArgumentException("expected a constant of %s as its default, but it is \"%s\""
                .formatted(type.getName(), fallback.value()));
    }

    private static Field field(Enum<?> constant) {
        try {
            return constant.getDeclaringClass().getField(constant.name());
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
