/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A schema registry could not do what it was asked. The permitted classes say why, so that a caller can tell what is
 * wrong with the data ({@link UnknownSchemaException}, {@link IncompatibleSchemaException}) from what is wrong with the
 * registry or the way to it.
 */
public abstract sealed class SchemaRegistryException extends KafkaException
        permits IncompatibleSchemaException,
                RegistryAccessException,
                RegistryFailureException,
                RegistryUnreachableException,
                UnknownSchemaException {

    private static final long serialVersionUID = 1;

    SchemaRegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
