/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import dev.skald.internal.model.AggregateModel;
import dev.skald.internal.participant.AggregateParticipant;
import dev.skald.internal.participant.FenceStore;
import dev.skald.internal.store.InstancesInStores;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * One part of a topology: one source, one processor with its stores, one sink.
 *
 * @param name begins the names of its nodes
 * @param inputs the topics it reads, all with the same partitions
 * @param stores the stores it needs
 * @param opener opens what handles the records
 */
public record EnginePart(String name, List<String> inputs, Set<StoreBuilder<?>> stores, EngineTask.Opener opener) {

    public EnginePart {
        inputs = List.copyOf(inputs);
        stores = Set.copyOf(stores);
    }

    /** The part of an aggregate, which may also be the participant of agreements. */
    public static <S, C, E> EnginePart of(
            AggregateModel<S, C, E> model, List<AggregateParticipant<S, ?, E>> participants, EngineSettings settings) {
        List<String> inputs = new ArrayList<>();
        inputs.add(settings.topics().commands(model.name()));
        participants.forEach(participant -> inputs.add(participant.requestTopic()));
        Set<StoreBuilder<?>> stores = new HashSet<>(InstancesInStores.builders(model));
        if (!participants.isEmpty()) {
            stores.add(FenceStore.builder(model.name()));
        }
        return new EnginePart(
                model.name(), inputs, stores, context -> new CommandTask<>(model, participants, settings, context));
    }
}
