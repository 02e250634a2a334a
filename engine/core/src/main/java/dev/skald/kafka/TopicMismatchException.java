/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import java.util.List;

/** A topic is not what the application needs. The message says of each difference what to do. */
public final class TopicMismatchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Mismatch> mismatches;

    /**
     * One difference.
     *
     * @param topic the topic
     * @param difference what was expected, and what is there
     * @param remedy what to do
     */
    public record Mismatch(String topic, String difference, String remedy) {}

    TopicMismatchException(List<Mismatch> mismatches) {
        super(message(mismatches));
        this.mismatches = List.copyOf(mismatches);
    }

    /** The differences. */
    public List<Mismatch> mismatches() {
        return mismatches;
    }

    private static String message(List<Mismatch> mismatches) {
        StringBuilder message = new StringBuilder("the application was not started, because of its topics:");
        for (Mismatch mismatch : mismatches) {
            message.append("\n  %s: %s;\n    %s".formatted(mismatch.topic(), mismatch.difference(), mismatch.remedy()));
        }
        return message.toString();
    }
}
