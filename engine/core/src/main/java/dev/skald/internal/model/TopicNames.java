/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.model;

/**
 * The names of an application's topics.
 *
 * @param applicationId the application's id, which begins them all
 */
public record TopicNames(String applicationId) {

    /** The commands of an aggregate. */
    public String commands(String aggregate) {
        return applicationId + "-" + aggregate + "-commands";
    }

    /** The changelog of a store, as Kafka Streams names it. */
    public String changelog(String store) {
        return applicationId + "-" + store + "-changelog";
    }

    /** The replies to all clients. */
    public String replies() {
        return applicationId + "-replies";
    }

    /** The answers of participants to the coordinator of agreements. */
    public String tccReplies() {
        return applicationId + "-tcc-replies";
    }

    /** The agreements that need repair. */
    public String repairs() {
        return applicationId + "-tcc-repairs";
    }

    /** What could not be handled. */
    public String deadLetters() {
        return applicationId + "-dead-letters";
    }
}
