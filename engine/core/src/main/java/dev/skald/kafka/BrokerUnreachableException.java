/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;

/** No broker answers where the configuration says there is one. */
public final class BrokerUnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String bootstrapServers;

    private BrokerUnreachableException(String bootstrapServers, TimeoutException cause) {
        super(
                "no Kafka broker answers at %s: is it running, and do bootstrap.servers and security.protocol fit? (%s)"
                        .formatted(bootstrapServers, cause.getMessage()),
                cause);
        this.bootstrapServers = bootstrapServers;
    }

    /** Where it was looked for. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Runs what talks to a broker for the first time, and says clearly when there is none. */
    static <T> T unlessReachable(Map<String, ?> config, Supplier<T> firstContact) {
        Object servers = config.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        if (servers == null) {
            throw new ConfigException("expected bootstrap.servers, such as localhost:9092, but it is not configured");
        }
        try {
            return firstContact.get();
        } catch (TimeoutException e) {
            throw new BrokerUnreachableException(servers.toString(), e);
        }
    }
}
