/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes Jackson write the name of the type as the first field of each value of a sealed type. */
@SuppressWarnings("NullAway") // Jackson's contract: null stands for nothing to say.
final class SealedTypes extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    private final transient Class<?> root;
    private final transient List<NamedType> rootNames;

    /** Takes the names of one sealed type, which may differ from those of its classes. */
    SealedTypes(Class<?> root, TypeNames names, Map<String, String> renamed) {
        this.root = root;
        this.rootNames = names.forJackson(renamed);
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass type, JavaType baseType) {
        if (!type.getRawType().isSealed()) {
            return null;
        }
        JsonTypeInfo.Value named = JsonTypeInfo.Value.construct(
                JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, JsonSerde.TYPE_FIELD, null, false, null);
        return new StdTypeResolverBuilder().init(named, null);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated type) {
        Class<?> raw = type.getRawType();
        if (!(type instanceof AnnotatedClass) || !raw.isSealed()) {
            return null;
        }
        return raw == root ? rootNames : new TypeNames(raw).forJackson(Map.of());
    }
}
