/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration says, under Confluent's names and with Confluent's defaults. What is not known here belongs to
 * the registry or to somebody else.
 *
 * @param type the class to read and write where none was given in code
 */
record AvroSettings(
        boolean autoRegister,
        boolean useLatest,
        boolean latestStrict,
        SubjectNames subjects,
        boolean specificReader,
        @Nullable Class<?> type) {

    static final String AUTO_REGISTER = "auto.register.schemas";
    static final String USE_LATEST = "use.latest.version";
    static final String LATEST_STRICT = "latest.compatibility.strict";
    static final String KEY_SUBJECTS = "key.subject.name.strategy";
    static final String VALUE_SUBJECTS = "value.subject.name.strategy";
    static final String SPECIFIC_READER = "specific.avro.reader";
    static final String KEY_TYPE = "skald.avro.key.type";
    static final String VALUE_TYPE = "skald.avro.value.type";

    private static final ConfigDef KNOWN = new ConfigDef()
            .define(AUTO_REGISTER, ConfigDef.Type.BOOLEAN, true, Importance.MEDIUM, "register schemas that are not yet")
            .define(
                    USE_LATEST,
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "write as the latest version of the subject")
            .define(
                    LATEST_STRICT,
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.LOW,
                    "the latest version must read what is written")
            .define(
                    KEY_SUBJECTS,
                    ConfigDef.Type.STRING,
                    "TopicNameStrategy",
                    Importance.MEDIUM,
                    "names of subjects of keys")
            .define(
                    VALUE_SUBJECTS,
                    ConfigDef.Type.STRING,
                    "TopicNameStrategy",
                    Importance.MEDIUM,
                    "names of subjects of values")
            .define(SPECIFIC_READER, ConfigDef.Type.BOOLEAN, false, Importance.MEDIUM, "read as generated classes")
            .define(KEY_TYPE, ConfigDef.Type.CLASS, null, Importance.MEDIUM, "read and write this class as keys")
            .define(VALUE_TYPE, ConfigDef.Type.CLASS, null, Importance.MEDIUM, "read and write this class as values");

    static final AvroSettings DEFAULTS = of(Map.of(), false);

    /**
     * What a configuration says.
     *
     * @throws ConfigException if it gives a setting a value that cannot be understood
     */
    static AvroSettings of(Map<String, ?> configs, boolean key) {
        Map<String, Object> named = new HashMap<>(configs);
        named.replaceAll((name, value) -> value instanceof Class<?> type && isSubjects(name) ? type.getName() : value);
        Map<String, Object> parsed = KNOWN.parse(named);
        boolean useLatest = is(parsed, USE_LATEST);
        return new AvroSettings(
                is(parsed, AUTO_REGISTER),
                useLatest,
                is(parsed, LATEST_STRICT),
                subjects(parsed, key ? KEY_SUBJECTS : VALUE_SUBJECTS),
                is(parsed, SPECIFIC_READER),
                (Class<?>) parsed.get(key ? KEY_TYPE : VALUE_TYPE));
    }

    private static boolean isSubjects(String name) {
        return name.equals(KEY_SUBJECTS) || name.equals(VALUE_SUBJECTS);
    }

    private static boolean is(Map<String, Object> parsed, String name) {
        return Boolean.TRUE.equals(parsed.get(name));
    }

    private static SubjectNames subjects(Map<String, Object> parsed, String name) {
        String strategy = String.valueOf(parsed.get(name));
        return SubjectNames.named(strategy)
                .orElseThrow(() -> new ConfigException(
                        name,
                        strategy,
                        "expected TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy, with or without a"
                                + " package; strategies of your own cannot be used"));
    }
}
