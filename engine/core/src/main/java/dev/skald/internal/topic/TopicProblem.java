/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.topic;

/**
 * A difference between a topic and what it has to be.
 *
 * @param topic the topic
 * @param difference what was expected, and what is there
 * @param remedy what to do
 */
public record TopicProblem(String topic, String difference, String remedy) {

    @Override
    public String toString() {
        return topic + ": " + difference + "; " + remedy;
    }
}
