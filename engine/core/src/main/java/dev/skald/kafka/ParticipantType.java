/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static java.util.Objects.requireNonNull;

import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.tcc.ParticipantOptions;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;

/**
 * A participant of agreements: its name, the serde of what it is asked, and how it is asked unless an agreement says
 * otherwise.
 *
 * <p>The same value describes it to those who ask and to those who answer. Immutable and safe for use by several
 * threads, as its serde has to be.
 *
 * @param <R> what it is asked; the same in all three phases
 */
public final class ParticipantType<R> {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,99}");
    private static final int DEFAULT_PARTITIONS = 8;

    private final String name;
    private final Serde<R> requestSerde;
    private final ParticipantOptions options;
    private final int partitions;

    private ParticipantType(String name, Serde<R> requestSerde, ParticipantOptions options, int partitions) {
        this.name = name;
        this.requestSerde = requestSerde;
        this.options = options;
        this.partitions = partitions;
    }

    /**
     * A participant that is asked with the default options, on a request topic of 8 partitions.
     *
     * @param name 1 to 100 lower-case letters, digits and hyphens, beginning with a letter; it becomes part of the
     *     names of topics
     * @param requestSerde the serde of requests
     */
    public static <R> ParticipantType<R> named(String name, Serde<R> requestSerde) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "expected the name of a participant to be 1 to 100 lower-case letters, digits and hyphens,"
                            + " beginning with a letter, but it is \"" + name + "\"");
        }
        return new ParticipantType<>(
                name, requireNonNull(requestSerde, "requestSerde"), ParticipantOptions.unset(), DEFAULT_PARTITIONS);
    }

    /** The same, asked with these options where an agreement sets none of its own. */
    public ParticipantType<R> withOptions(ParticipantOptions defaults) {
        return new ParticipantType<>(name, requestSerde, requireNonNull(defaults, "defaults"), partitions);
    }

    /**
     * The same with so many partitions of its request topic. They bound how many processes can share its work, and must
     * not change while agreements are under way.
     */
    public ParticipantType<R> withPartitions(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("expected 1 or more partitions, but they are " + number);
        }
        return new ParticipantType<>(name, requestSerde, options, number);
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** The serde of requests. */
    public Serde<R> requestSerde() {
        return requestSerde;
    }

    /** How it is asked where an agreement does not say otherwise. */
    public ParticipantOptions options() {
        return options;
    }

    /** How many partitions its request topic has. */
    public int partitions() {
        return partitions;
    }

    /** The topic that it is asked through. */
    public String requestTopic() {
        return ParticipantRequest.topic(name);
    }

    @Override
    public String toString() {
        return "ParticipantType[" + name + "]";
    }
}
