/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Which topics can be answered to. A request names its own, and a producer that is given a topic that does not exist
 * waits for it, with everything that was to be written beside it.
 */
final class ReplyTopics {

    private final Admin admin;
    private final Set<String> known = new HashSet<>();

    ReplyTopics(Admin admin) {
        this.admin = admin;
    }

    /** Whether the topic exists. Asks the broker once for each that does. */
    boolean exists(String topic) {
        return known.contains(topic) || (ask(topic) && known.add(topic));
    }

    /** Asks again from now on. */
    void forget() {
        known.clear();
    }

    private boolean ask(String topic) {
        try {
            return !admin.describeTopics(List.of(topic)).allTopicNames().get().isEmpty();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException
                    || cause instanceof InvalidTopicException
                    || cause instanceof TopicAuthorizationException) {
                return false;
            }
            throw cause instanceof KafkaException known ? known : new KafkaException(cause);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
