/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;

/** Names the rights that a broker does not grant. */
final class KafkaAccess {

    private KafkaAccess() {}

    static RegistryAccessException refused(String registry, String topic, KafkaException cause) {
        String advice = cause instanceof AuthenticationException
                ? "check security.protocol, sasl.* and ssl.*"
                : ("reading needs READ and DESCRIBE of topic %1$s; registering needs WRITE too, WRITE and DESCRIBE of"
                                + " transactional id %2$s, and CREATE if the topic is missing")
                        .formatted(topic, SchemaWriter.transactionalId(topic));
        return new RegistryAccessException(registry, "answers: " + cause.getMessage(), advice, cause);
    }
}
