/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.participant;

import dev.skald.internal.instance.Instances;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/** All that one aggregate is as a participant, in one task, behind one fence. */
public final class Participants<S, E> implements AutoCloseable {

    /** The fence is walked round at this pace: 500 entries a second. */
    private static final Duration WALK_EVERY = Duration.ofSeconds(1);

    private static final int WALK_ENTRIES = 500;

    private final Map<String, ParticipantHandler<S, E>> byTopic = new HashMap<>();
    private final @Nullable Cancellable walking;

    /** Opens the participants; without any, nothing is opened. */
    public Participants(
            List<AggregateParticipant<S, ?, E>> participants,
            Duration fenceRetention,
            Instances<S, E> instances,
            ParticipantHandler.Answers answers,
            ProcessorContext<?, ?> context) {
        if (participants.isEmpty()) {
            walking = null;
            return;
        }
        FenceStore fence =
                new FenceStore(context.getStateStore(FenceStore.name(instances.aggregate())), fenceRetention);
        for (AggregateParticipant<S, ?, E> participant : participants) {
            byTopic.put(
                    participant.requestTopic(),
                    new ParticipantHandler<>(participant, instances, answers, fence, context));
        }
        walking = context.schedule(
                WALK_EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                now -> fence.walk(WALK_ENTRIES, Instant.ofEpochMilli(now)));
    }

    /**
     * The participant that is asked through this topic.
     *
     * @throws IllegalArgumentException if there is none
     */
    public ParticipantHandler<S, E> askedThrough(String topic) {
        ParticipantHandler<S, E> found = byTopic.get(topic);
        if (found == null) {
            throw new IllegalArgumentException("no participant is asked through " + topic);
        }
        return found;
    }

    @Override
    public void close() {
        if (walking != null) {
            walking.cancel();
        }
    }
}
