/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.Schema;

/** Under which subject of the registry the schema of a record is kept. */
public enum SubjectNames {

    /** The topic, and {@code -key} or {@code -value}: one schema for all that a topic holds. */
    TOPIC("TopicNameStrategy") {
        @Override
        String subject(String topic, boolean key, Schema schema) {
            return topic + (key ? "-key" : "-value");
        }
    },

    /** The full name of what was written, whatever the topic: each event of a sealed interface has a subject. */
    RECORD("RecordNameStrategy") {
        @Override
        String subject(String topic, boolean key, Schema schema) {
            return recordName(topic, schema);
        }
    },

    /** The topic, a hyphen, and the full name of what was written. */
    TOPIC_RECORD("TopicRecordNameStrategy") {
        @Override
        String subject(String topic, boolean key, Schema schema) {
            return topic + "-" + recordName(topic, schema);
        }
    };

    private final String strategy;

    SubjectNames(String strategy) {
        this.strategy = strategy;
    }

    abstract String subject(String topic, boolean key, Schema schema);

    private static String recordName(String topic, Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> schema.getFullName();
            default ->
                throw new IllegalArgumentException(
                        "expected a schema with a name, after which subjects of topic %s are named, but it is %s"
                                .formatted(topic, schema));
        };
    }

    /**
     * The one that a configuration means: the name of one here, or of Confluent's class, with its package or without.
     */
    static Optional<SubjectNames> named(String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        return Arrays.stream(values())
                .filter(each -> simple.equals(each.strategy) || simple.equals(each.name()))
                .findFirst();
    }
}
