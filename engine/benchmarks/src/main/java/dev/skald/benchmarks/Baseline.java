/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.HeaderNames;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The baselines' topologies: what one would write by hand with Kafka Streams. They read the same commands as Skald and
 * write the same events (value and headers) and the same replies; they check no expectation and know no repeated
 * command.
 */
final class Baseline {

    private static final String COMMANDS = "commands";
    private static final String PROCESSOR = "processor";
    private static final String EVENTS = "events";
    private static final String REPLIES = "replies";
    private static final String STORE = "meters";

    private Baseline() {}

    static Topology topology(Setup setup) {
        boolean state = setup.subject() != Subject.PASS_THROUGH;
        Topology topology = new Topology();
        topology.addSource(COMMANDS, setup.commandTopic());
        if (state) {
            byte[] initial = Meter.initial(setup.stateBytes());
            topology.addProcessor(PROCESSOR, () -> new Meters(initial), COMMANDS);
            topology.addStateStore(store(setup.subject()), PROCESSOR);
            topology.addSink(EVENTS, setup.eventTopic(), PROCESSOR);
        } else {
            topology.addProcessor(PROCESSOR, PassThrough::new, COMMANDS);
        }
        topology.addSink(
                REPLIES,
                setup.replyTopic(),
                (topic, key, value, partitions) -> Optional.of(Set.of(ReplyTo.partition((byte[]) key))),
                PROCESSOR);
        return topology;
    }

    private static StoreBuilder<KeyValueStore<byte[], byte[]>> store(Subject subject) {
        var builder = Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(STORE), Serdes.ByteArray(), Serdes.ByteArray());
        return switch (subject) {
            case STATE -> builder.withLoggingDisabled();
            case STATE_TUNED -> builder.withLoggingDisabled().withCachingEnabled();
            default -> builder.withCachingEnabled();
        };
    }

    private static final class PassThrough implements Processor<byte[], byte[], byte[], byte[]> {

        private @Nullable ProcessorContext<byte[], byte[]> context;

        @Override
        public void init(ProcessorContext<byte[], byte[]> given) {
            context = given;
        }

        @Override
        public void process(Record<byte[], byte[]> command) {
            if (context != null) {
                context.forward(command.withKey(header(command.headers(), HeaderNames.REPLY_TO)));
            }
        }
    }

    private static final class Meters implements Processor<byte[], byte[], byte[], byte[]> {

        private static final byte[] EVENT_TYPE = "Read".getBytes(UTF_8);
        private static final byte[] AGGREGATE = Meter.NAME.getBytes(UTF_8);
        private static final byte[] ACCEPTED = "accepted".getBytes(UTF_8);
        private static final byte[] NOTHING = {};

        private final byte[] initial;
        private @Nullable ProcessorContext<byte[], byte[]> context;
        private @Nullable KeyValueStore<byte[], byte[]> store;

        Meters(byte[] initial) {
            this.initial = initial;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> given) {
            context = given;
            store = given.getStateStore(STORE);
        }

        @Override
        public void process(Record<byte[], byte[]> command) {
            ProcessorContext<byte[], byte[]> streams = context;
            KeyValueStore<byte[], byte[]> meters = store;
            if (streams == null || meters == null) {
                throw new IllegalStateException("not initialized");
            }
            byte[] id = command.key();
            byte[] before = meters.get(id);
            byte[] state = before == null ? initial : before;
            meters.put(id, Meter.add(state, command.value()));
            long revision = Meter.readings(state);
            streams.forward(event(command, revision), EVENTS);
            streams.forward(reply(command, revision), REPLIES);
        }

        private static Record<byte[], byte[]> event(Record<byte[], byte[]> command, long revision) {
            byte[] commandId = header(command.headers(), HeaderNames.COMMAND_ID);
            String eventId = Meter.NAME + "/" + new String(command.key(), UTF_8) + "/" + revision;
            Record<byte[], byte[]> event = new Record<>(command.key(), command.value(), command.timestamp());
            event.headers()
                    .add(HeaderNames.EVENT_TYPE, EVENT_TYPE)
                    .add(HeaderNames.EVENT_ID, eventId.getBytes(UTF_8))
                    .add(HeaderNames.AGGREGATE, AGGREGATE)
                    .add(HeaderNames.CAUSATION_ID, commandId)
                    .add(HeaderNames.CORRELATION_ID, commandId);
            return event;
        }

        private static Record<byte[], byte[]> reply(Record<byte[], byte[]> command, long revision) {
            byte[] replyTo = header(command.headers(), HeaderNames.REPLY_TO);
            String range = revision + "-" + (revision + 1);
            Record<byte[], byte[]> reply = new Record<>(replyTo, NOTHING, command.timestamp());
            reply.headers()
                    .add(HeaderNames.AGGREGATE, AGGREGATE)
                    .add(HeaderNames.INSTANCE, command.key())
                    .add(HeaderNames.COMMAND_ID, header(command.headers(), HeaderNames.COMMAND_ID))
                    .add(HeaderNames.REPLY, ACCEPTED)
                    .add(HeaderNames.REVISION_RANGE, range.getBytes(UTF_8));
            return reply;
        }
    }

    private static byte[] header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null) {
            throw new IllegalArgumentException("expected a header " + name);
        }
        return header.value();
    }
}
