/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

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

/** Adds the engine's parts to a topology. */
public final class EngineTopology {

    private EngineTopology() {}

    /** Adds a part to a topology of the Processor API. */
    public static void add(Topology topology, EnginePart part) {
        String source = name(part, "commands");
        String processor = name(part, "processor");
        topology.addSource(
                AutoOffsetReset.earliest(),
                source,
                new CommandTimestamp(),
                Serdes.ByteArray().deserializer(),
                Serdes.ByteArray().deserializer(),
                part.inputs().toArray(String[]::new));
        topology.addProcessor(processor, new Supplier(part), source);
        topology.addSink(
                name(part, "outgoing"),
                topicOf(),
                new DestinationSerde().serializer(),
                Serdes.ByteArray().serializer(),
                partitionOf(),
                processor);
    }

    /** Adds a part to a topology of the DSL. */
    public static void add(StreamsBuilder builder, EnginePart part) {
        builder.stream(
                        part.inputs(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                                .withTimestampExtractor(new CommandTimestamp())
                                .withOffsetResetPolicy(AutoOffsetReset.earliest())
                                .withName(name(part, "commands")))
                .process(new Supplier(part), Named.as(name(part, "processor")))
                .to(
                        topicOf(),
                        Produced.with(new DestinationSerde(), Serdes.ByteArray())
                                .withStreamPartitioner(partitionOf())
                                .withName(name(part, "outgoing")));
    }

    private static String name(EnginePart part, String role) {
        return "skald-" + part.name() + "-" + role;
    }

    private static TopicNameExtractor<Destination, byte[]> topicOf() {
        return (destination, value, context) -> destination.topic();
    }

    private static StreamPartitioner<Destination, byte[]> partitionOf() {
        return (topic, destination, value, partitions) -> {
            int partition = destination.partition();
            // A client that names a partition which does not exist gets no reply, but stops nothing.
            return partition < 0 || partition >= partitions ? Optional.empty() : Optional.of(Set.of(partition));
        };
    }

    /** Supplies processors together with the stores they need. */
    private record Supplier(EnginePart part) implements ProcessorSupplier<byte[], byte[], Destination, byte[]> {

        @Override
        public Processor<byte[], byte[], Destination, byte[]> get() {
            return new CommandProcessor(part.opener());
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return part.stores();
        }
    }
}
