/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import dev.skald.internal.model.AggregateModel;
import dev.skald.internal.model.TextHeaders;
import org.apache.kafka.common.serialization.Serializer;

/** Takes a state's heap for three times its serialized size: objects have headers, references and padding. */
final class SerializedWeigher<S> implements StateWeigher<S> {

    private static final int HEAP_PER_SERIALIZED_BYTE = 3;
    private static final int UNKNOWN_BYTES = 1024;

    private final String topic;
    private final Serializer<S> serializer;

    SerializedWeigher(AggregateModel<S, ?, ?> model) {
        this.topic = model.snapshotStore();
        this.serializer = model.serdes().state().serializer();
    }

    @Override
    public long heapBytes(S state) {
        try {
            byte[] bytes = serializer.serialize(topic, TextHeaders.none(), state);
            return bytes == null ? UNKNOWN_BYTES : (long) HEAP_PER_SERIALIZED_BYTE * bytes.length;
        } catch (RuntimeException | StackOverflowError e) {
            // A state that cannot be serialized is told of when its snapshot fails; here it only has no weight.
            return UNKNOWN_BYTES;
        }
    }
}
