/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.PropertyMetadata;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.introspect.VirtualAnnotatedMember;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.VirtualBeanPropertyWriter;
import com.fasterxml.jackson.databind.util.SimpleBeanPropertyDefinition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the versions of types after their names, and refuses to read a version that is not the current one: by then
 * the upcasters have had their turn.
 */
final class Versions {

    private final Map<Class<?>, Integer> versions;

    Versions(Map<Class<?>, Integer> versions) {
        this.versions = Map.copyOf(versions);
    }

    void install(JsonMapper.Builder mapper) {
        if (versions.values().stream().anyMatch(version -> version > 1)) {
            mapper.addModule(new SimpleModule("versions").setSerializerModifier(new Written()));
        }
        mapper.addHandler(new Refused());
    }

    private final class Written extends BeanSerializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> properties) {
            int version = versions.getOrDefault(bean.getBeanClass(), 1);
            if (version == 1) {
                return properties;
            }
            List<BeanPropertyWriter> all = new ArrayList<>();
            all.add(new VersionWriter(config, bean, version));
            all.addAll(properties);
            return all;
        }
    }

    private static final class VersionWriter extends VirtualBeanPropertyWriter {

        private static final long serialVersionUID = 1L;

        private final int version;

        VersionWriter(SerializationConfig config, BeanDescription bean, int version) {
            super(definition(config, bean), bean.getClassAnnotations(), config.constructType(int.class));
            this.version = version;
        }

        private static BeanPropertyDefinition definition(SerializationConfig config, BeanDescription bean) {
            JavaType number = config.constructType(int.class);
            return SimpleBeanPropertyDefinition.construct(
                    config,
                    new VirtualAnnotatedMember(
                            bean.getClassInfo(), bean.getBeanClass(), JsonSerde.VERSION_FIELD, number),
                    PropertyName.construct(JsonSerde.VERSION_FIELD),
                    PropertyMetadata.STD_REQUIRED,
                    JsonInclude.Include.ALWAYS);
        }

        @Override
        protected Object value(Object bean, JsonGenerator generator, SerializerProvider provider) {
            return version;
        }

        @Override
        public VirtualBeanPropertyWriter withConfig(
                MapperConfig<?> config, AnnotatedClass owner, BeanPropertyDefinition property, JavaType type) {
            return this;
        }
    }

    private final class Refused extends DeserializationProblemHandler {

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object beanOrClass,
                String name)
                throws IOException {
            Class<?> type = beanOrClass instanceof Class<?> named ? named : beanOrClass.getClass();
            Integer version = versions.get(type);
            if (version == null
                    || !name.equals(JsonSerde.VERSION_FIELD)
                    || parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                return false;
            }
            if (parser.getIntValue() != version) {
                context.reportInputMismatch(
                        type,
                        "expected version %d of %s, but it is version %s",
                        version,
                        type.getSimpleName(),
                        parser.getText());
            }
            return true;
        }
    }
}
