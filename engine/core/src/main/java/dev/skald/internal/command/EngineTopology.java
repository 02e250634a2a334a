/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import dev.skald.internal.model.AggregateModel;
import dev.skald.internal.store.InstancesInStores;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** Adds an aggregate to a topology: one source, one processor with its two stores, one sink. */
public final class EngineTopology {

    private final EngineSettings settings;

    /** Creates what adds aggregates with these settings. */
    public EngineTopology(EngineSettings settings) {
        this.settings = settings;
    }

    /** Adds an aggregate to a topology of the Processor API. */
    public void addTo(Topology topology, AggregateModel<?, ?, ?> model) {
        String source = name(model, "commands");
        String processor = name(model, "processor");
        topology.addSource(
                AutoOffsetReset.earliest(),
                source,
                new CommandTimestamp(),
                Serdes.ByteArray().deserializer(),
                Serdes.ByteArray().deserializer(),
                settings.topics().commands(model.name()));
        topology.addProcessor(processor, new Supplier<>(model, settings), source);
        topology.addSink(
                name(model, "outgoing"),
                topicOf(),
                new DestinationSerde().serializer(),
                Serdes.ByteArray().serializer(),
                partitionOf(),
                processor);
    }

    /** Adds an aggregate to a topology of the DSL. */
    public void addTo(StreamsBuilder builder, AggregateModel<?, ?, ?> model) {
        builder.stream(
                        settings.topics().commands(model.name()),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withTimestampExtractor(new CommandTimestamp())
                                .withOffsetResetPolicy(AutoOffsetReset.earliest())
                                .withName(name(model, "commands")))
                .process(new Supplier<>(model, settings), Named.as(name(model, "processor")))
                .to(
                        topicOf(),
                        Produced.with(new DestinationSerde(), Serdes.ByteArray())
                                .withStreamPartitioner(partitionOf())
                                .withName(name(model, "outgoing")));
    }

    private static String name(AggregateModel<?, ?, ?> model, String role) {
        return "skald-" + model.name() + "-" + role;
    }

    private TopicNameExtractor<Destination, byte[]> topicOf() {
        String replies = settings.topics().replies();
        String deadLetters = settings.topics().deadLetters();
        return (destination, value, context) ->
                destination.channel() == Destination.Channel.REPLIES ? replies : deadLetters;
    }

    private static StreamPartitioner<Destination, byte[]> partitionOf() {
        return (topic, destination, value, partitions) -> {
            int partition = destination.partition();
            // A client that names a partition which does not exist gets no reply, but stops nothing.
            return partition < 0 || partition >= partitions ? Optional.empty() : Optional.of(Set.of(partition));
        };
    }

    /** Supplies processors together with the stores they need. */
    private record Supplier<S, C, E>(AggregateModel<S, C, E> model, EngineSettings settings)
            implements ProcessorSupplier<byte[], byte[], Destination, byte[]> {

        @Override
        public Processor<byte[], byte[], Destination, byte[]> get() {
            return new CommandProcessor<>(model, settings);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return InstancesInStores.builders(model);
        }
    }
}
