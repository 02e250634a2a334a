/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import static java.util.Objects.requireNonNull;

import dev.skald.serdes.evolution.Upcasters;
import dev.skald.serdes.personal.FieldCipher;
import dev.skald.serdes.registry.SchemaRegistries;
import dev.skald.serdes.registry.SchemaRegistry;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A serde that writes values as Avro in Confluent's wire format: a zero, the id of the schema in four bytes, and Avro's
 * binary form. Every client of that format reads what it writes, and it reads what they write.
 *
 * <p>The schema of a plain type is derived from it, once; {@link AvroSchemas#of} shows it. A value of a sealed
 * interface is one branch of a union of all it permits; where subjects are named after records it has the schema of its
 * own record instead. What was written with another schema is resolved by Avro's rules, and by these three more: a
 * record is only read as one of the same simple name or alias, never as one that happens to have the same fields; a
 * time is read in the unit it was written in; and so are the digits of a decimal.
 *
 * <p>It must know a registry before it is used: {@link #with(SchemaRegistry)}, {@link #with(Map)}, or Kafka's
 * {@link #configure}. Any number of threads may use it at once from then on. The registry is asked once for each topic
 * and schema written, and once for each id read; its errors are passed on.
 *
 * @param <T> a record, a sealed interface, an enum, a simple type; a generated class; or {@link GenericRecord}
 */
public final class AvroSerde<T> implements Serde<T> {

    private final Function<AvroSettings, Format> format;
    private final AvroSettings settings;
    private final boolean keys;
    private final @Nullable SchemaRegistry given;
    private volatile @Nullable Wired wired;

    /** What is there once the registry is known. */
    private record Wired(SchemaRegistry registry, Writing writing, Reading reading) {}

    /** Creates a serde by name from a configuration; it is told the rest by {@link #configure}. */
    public AvroSerde() {
        this(AvroSerde::configuredFormat, AvroSettings.DEFAULTS, false, null);
    }

    private AvroSerde(
            Function<AvroSettings, Format> format,
            AvroSettings settings,
            boolean keys,
            @Nullable SchemaRegistry given) {
        this.format = format;
        this.settings = settings;
        this.keys = keys;
        this.given = given;
        if (given != null) {
            wired = wire(given, settings, keys);
        }
    }

    private static Format configuredFormat(AvroSettings settings) {
        return settings.type() == null
                ? new DynamicFormat(settings.specificReader())
                : ofClass(requireNonNull(settings.type()));
    }

    private static Format ofClass(Class<?> type) {
        return SpecificRecord.class.isAssignableFrom(type)
                ? AvroFormat.specific(type.asSubclass(SpecificRecord.class))
                : new PlainFormat(type);
    }

    private static <T> AvroSerde<T> fixed(Format format) {
        return new AvroSerde<>(settings -> format, AvroSettings.DEFAULTS, false, null);
    }

    /**
     * The serde of a plain Java type.
     *
     * @throws IllegalArgumentException if the type, or one that it holds, has no form in Avro, or has components that
     *     are marked as personal; it says which and where
     */
    public static <T> AvroSerde<T> of(Class<T> type) {
        return fixed(new PlainFormat(type));
    }

    /**
     * The serde of a plain Java type with components that are marked as {@link dev.skald.serdes.personal.Personal}. In
     * Avro they are texts, which say in the schema's property {@code personal} to which name they are bound.
     *
     * <p>Methods of the serde may then block while a key is written or looked for, and throw
     * {@link dev.skald.serdes.personal.PersonalKeysException} if it cannot be.
     *
     * @throws IllegalArgumentException if the type, or one that it holds, has no form in Avro, or personal components
     *     without a subject; it says which and where
     */
    public static <T> AvroSerde<T> of(Class<T> type, FieldCipher cipher) {
        return fixed(new PlainFormat(type, requireNonNull(cipher, "cipher")));
    }

    /** The serde of a class that was generated from a schema. */
    public static <T extends SpecificRecord> AvroSerde<T> specific(Class<T> type) {
        return fixed(AvroFormat.specific(type));
    }

    /** The serde of records that bring their schema with them, and are read with the one they were written with. */
    public static AvroSerde<GenericRecord> generic() {
        return fixed(AvroFormat.generic());
    }

    /** The same serde with a registry, which is not closed with it. */
    public AvroSerde<T> with(SchemaRegistry registry) {
        return new AvroSerde<>(format, settings, keys, requireNonNull(registry, "registry"));
    }

    /**
     * The same serde with a configuration under Confluent's names; the guide lists them. If the configuration names a
     * registry, it is opened, and closed with the serde.
     *
     * @throws org.apache.kafka.common.config.ConfigException if a setting has a value that cannot be understood
     */
    public AvroSerde<T> with(Map<String, ?> configs) {
        AvroSettings configured = AvroSettings.of(configs, keys);
        AvroSerde<T> serde = new AvroSerde<>(format, configured, keys, given);
        if (given == null && configs.containsKey(SchemaRegistries.URL)) {
            serde.wired = serde.wire(SchemaRegistries.from(configs), configured, keys);
        }
        return serde;
    }

    /**
     * The same serde with upcasters for what earlier versions have written, where resolution by Avro's rules does not
     * reach. Types go by the full names of their schemas, and a record's schema says its version in the property
     * {@code version}. In stored values times and decimals are what Avro stores: numbers and bytes.
     *
     * @throws IllegalArgumentException if values are generic or of a generated class
     */
    public AvroSerde<T> upcasters(Upcasters upcasters) {
        requireNonNull(upcasters, "upcasters");
        return new AvroSerde<>(configured -> upcast(format.apply(configured), upcasters), settings, keys, given);
    }

    private static Format upcast(Format format, Upcasters upcasters) {
        if (format instanceof PlainFormat plain) {
            return new UpcastFormat(plain.copy(), upcasters);
        }
        throw new IllegalArgumentException("expected a plain Java type for upcasters, but it is " + format.expected());
    }

    /** The same serde for the keys of records: their subjects have other names. To be said before the configuration. */
    public AvroSerde<T> forKeys() {
        return new AvroSerde<>(format, settings, true, given);
    }

    private Wired wire(SchemaRegistry registry, AvroSettings configured, boolean forKeys) {
        Format ready = format.apply(configured);
        return new Wired(registry, new Writing(ready, registry, configured, forKeys), new Reading(ready, registry));
    }

    /** Kafka's way to say what {@link #with(Map)} and {@link #forKeys()} say. Must come before the first use. */
    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        AvroSettings configured = AvroSettings.of(configs, isKey);
        close();
        wired = wire(given == null ? SchemaRegistries.from(configs) : given, configured, isKey);
    }

    /** Closes the registry, if it was opened here. */
    @Override
    public void close() {
        Wired opened = wired;
        if (given == null && opened != null) {
            opened.registry().close();
        }
    }

    private Wired wired() {
        Wired ready = wired;
        if (ready == null) {
            throw new IllegalStateException("expected a registry before the first use; give it to with(registry), or %s"
                            .formatted(SchemaRegistries.URL)
                    + " to with(configuration) or configure");
        }
        return ready;
    }

    /**
     * Writes values. Null stands for null. What cannot be written is a
     * {@link org.apache.kafka.common.errors.SerializationException} that says why.
     */
    @Override
    public Serializer<T> serializer() {
        return new Serializer<>() {

            @Override
            public void configure(Map<String, ?> configs, boolean isKey) {
                AvroSerde.this.configure(configs, isKey);
            }

            @Override
            public byte @Nullable [] serialize(String topic, @Nullable T value) {
                return value == null ? null : wired().writing().write(topic, value);
            }
        };
    }

    /**
     * Reads values. Null stands for null. What cannot be read is an {@link dev.skald.serdes.UnreadableRecordException}.
     */
    @Override
    public Deserializer<T> deserializer() {
        return new Deserializer<>() {

            @Override
            public void configure(Map<String, ?> configs, boolean isKey) {
                AvroSerde.this.configure(configs, isKey);
            }

            @Override
            @SuppressWarnings("unchecked") // A format reads what it is for.
            public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
                return bytes == null ? null : (T) wired().reading().read(topic, bytes);
            }
        };
    }
}
