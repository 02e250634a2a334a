/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import org.apache.kafka.common.errors.RetriableException;

/**
 * A serde needed a schema, and the registry could not be asked: nothing is wrong with the record, and the same may
 * succeed later. It is one of Kafka's retriable exceptions, so that whoever calls the serde can tell it from bytes that
 * cannot be read. Its cause is a {@link RegistryUnreachableException} or a {@link RegistryFailureException}.
 */
public final class RegistryUnavailableException extends RetriableException {

    private static final long serialVersionUID = 1;

    private final String topic;

    /** A record of this topic could not be read or written for this reason. */
    public RegistryUnavailableException(String topic, SchemaRegistryException cause) {
        super(
                "a record of topic %s needs a schema, but the registry cannot be asked: %s"
                        .formatted(topic, cause.getMessage()),
                cause);
        this.topic = topic;
    }

    /** The topic whose record was read or written. */
    public String topic() {
        return topic;
    }
}
