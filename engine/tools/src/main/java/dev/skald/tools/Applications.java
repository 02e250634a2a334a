/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** Which applications there are, as the names of topics tell. */
final class Applications {

    private static final String REPLIES = "-replies";
    private static final String TCC = "-tcc";

    private Applications() {}

    /**
     * Checks that there is such an application and that it coordinates agreements, so that nobody waits for an answer
     * that cannot come.
     */
    static void checkHasAgreements(Connection connection) {
        check(topics(connection), connection.application(), connection.brokers());
    }

    static void check(Set<String> topics, String application, String brokers) {
        if (topics.contains(application + TCC + "-repairs")) {
            return;
        }
        if (topics.contains(application + REPLIES)) {
            throw ToolException.failed("application %s at %s coordinates no agreements: it has no topic %s%s-repairs"
                    .formatted(application, brokers, application, TCC));
        }
        List<String> others = all(topics);
        String hint = others.isEmpty() ? "there is none" : "there are " + String.join(", ", others);
        throw ToolException.failed("there is no application %s at %s; %s".formatted(application, brokers, hint));
    }

    /** All whose reply topic is there; {@code x-tcc-replies} is not one of an application {@code x-tcc}. */
    private static List<String> all(Set<String> topics) {
        return new TreeSet<>(topics)
                .stream()
                        .filter(topic -> topic.endsWith(REPLIES) && topics.contains(deadLetters(topic)))
                        .map(topic -> topic.substring(0, topic.length() - REPLIES.length()))
                        .toList();
    }

    private static String deadLetters(String replies) {
        return replies.substring(0, replies.length() - REPLIES.length()) + "-dead-letters";
    }

    private static Set<String> topics(Connection connection) {
        try (Admin admin = connection.admin()) {
            return admin.listTopics().names().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw ToolException.noAnswer(
                        "no Kafka broker answers at %s: is it running, and do the settings of --config fit?"
                                .formatted(connection.brokers()));
            }
            throw e.getCause() instanceof KafkaException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
