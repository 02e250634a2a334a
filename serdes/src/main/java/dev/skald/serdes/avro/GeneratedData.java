/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro's rules for generated classes. A schema may name classes that Avro has generated, and no others: Avro itself
 * asks for a list of trusted ones in system properties, since it would make an instance of any class.
 */
final class GeneratedData extends SpecificData {

    private final Map<String, Optional<Class<?>>> classes = new ConcurrentHashMap<>();

    GeneratedData(ClassLoader loader) {
        super(loader);
    }

    @Override
    @SuppressWarnings({"rawtypes", "NullAway"}) // As inherited: null where there is no class.
    public @Nullable Class getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED ->
                classes.computeIfAbsent(getClassName(schema), this::generated).orElse(null);
            default -> super.getClass(schema);
        };
    }

    private Optional<Class<?>> generated(String name) {
        try {
            Class<?> named = Class.forName(name, false, getClassLoader());
            boolean generated = SpecificRecord.class.isAssignableFrom(named)
                    || GenericEnumSymbol.class.isAssignableFrom(named)
                    || GenericFixed.class.isAssignableFrom(named);
            return generated ? Optional.of(named) : Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
