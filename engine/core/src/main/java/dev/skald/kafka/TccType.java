/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static java.util.Objects.requireNonNull;

import dev.skald.internal.tcc.TccDefinition;
import dev.skald.internal.tcc.TccMessage;
import dev.skald.tcc.ParticipantOptions;
import dev.skald.tcc.TccEvent.Order;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of agreement by try, confirm and cancel: its name, who may take part, and how they are asked.
 *
 * <p>The same value describes it to the application that coordinates it and to the clients that start it. Immutable and
 * safe for use by several threads.
 */
public final class TccType {

    private final String name;
    private final Map<String, ParticipantType<?>> participants;
    private final TccDefinition definition;

    private TccType(Builder builder) {
        this.name = builder.name;
        this.participants = Map.copyOf(builder.participants);
        Map<String, TccDefinition.Asked> asked = new LinkedHashMap<>();
        builder.participants.forEach((each, type) -> {
            ParticipantOptions its = builder.options.getOrDefault(each, ParticipantOptions.unset());
            asked.put(
                    each,
                    new TccDefinition.Asked(
                            type.requestTopic(),
                            type.partitions(),
                            its.over(builder.forAll).over(type.options())));
        });
        this.definition = new TccDefinition(name, asked, builder.order, builder.deadline);
    }

    /**
     * Starts the definition of a kind of agreement.
     *
     * @param name 1 to 100 lower-case letters, digits and hyphens, beginning with a letter
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The name. */
    public String name() {
        return name;
    }

    /**
     * Begins a request for one agreement.
     *
     * @param id the agreement's id, which has to follow the rules of {@link dev.skald.InstanceId}; a second request
     *     with the same id does not begin a second agreement, but waits for the outcome of the first
     */
    public TccRequest request(String id) {
        return new TccRequest(this, id);
    }

    TccDefinition definition() {
        return definition;
    }

    <R> TccMessage.Ask ask(String side, ParticipantType<R> participant, String key, R request) {
        if (participants.get(participant.name()) != participant) {
            throw new IllegalArgumentException("expected a participant out of %s of TCC type %s, but it is %s"
                    .formatted(participants.keySet(), name, participant.name()));
        }
        byte[] bytes =
                participant.requestSerde().serializer().serialize(participant.requestTopic(), requireNonNull(request));
        return new TccMessage.Ask(side, participant.name(), key, dev.skald.tcc.Payload.of(bytes));
    }

    @Override
    public String toString() {
        return "TccType[" + name + "]";
    }

    /** Collects what makes a kind of agreement. */
    public static final class Builder {

        private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,99}");

        private final String name;
        private final Map<String, ParticipantType<?>> participants = new LinkedHashMap<>();
        private final Map<String, ParticipantOptions> options = new LinkedHashMap<>();
        private ParticipantOptions forAll = ParticipantOptions.unset();
        private Order order = Order.PARALLEL;
        private @Nullable Duration deadline;

        private Builder(String name) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "expected the name of a TCC type to be 1 to 100 lower-case letters, digits and hyphens,"
                                + " beginning with a letter, but it is \"" + name + "\"");
            }
            this.name = name;
        }

        /** Adds a participant, asked as its own options say. */
        public Builder participant(ParticipantType<?> type) {
            return participant(type, ParticipantOptions.unset());
        }

        /** Adds a participant; what these options set overrides its own. */
        public Builder participant(ParticipantType<?> type, ParticipantOptions overriding) {
            if (participants.putIfAbsent(type.name(), type) != null) {
                throw new IllegalArgumentException(
                        "expected one participant named %s, but a second was added".formatted(type.name()));
            }
            options.put(type.name(), requireNonNull(overriding, "overriding"));
            return this;
        }

        /** How all participants are asked, where nothing is set for one of them: overrides their own options. */
        public Builder options(ParticipantOptions overriding) {
            forAll = requireNonNull(overriding, "overriding");
            return this;
        }

        /** How long after the start all tries have to be answered; by default each only has its own time. */
        public Builder deadline(Duration afterStart) {
            if (afterStart.isNegative() || afterStart.isZero()) {
                throw new IllegalArgumentException("expected a deadline after the start, but it is " + afterStart);
            }
            deadline = afterStart;
            return this;
        }

        /** Confirms and cancels one after the other, as the sides are listed; by default all at once. */
        public Builder inOrder() {
            order = Order.LISTED;
            return this;
        }

        /** Builds the type. Without participants, its agreements are confirmed at once. */
        public TccType build() {
            return new TccType(this);
        }
    }
}
