/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * Where an outgoing record goes, with its key.
 *
 * <p>It travels as the key inside the topology, because that is what a sink's topic extractor and partitioner see; only
 * {@link #key} is written.
 *
 * @param topic which topic
 * @param partition which partition, or {@link #BY_KEY}
 * @param key the record's key
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes go to Kafka as they are.
public record Destination(String topic, int partition, byte @Nullable [] key) {

    /** The partition is chosen by the key, as producers do. */
    public static final int BY_KEY = -1;

    /** A topic, in the partition of this key. */
    public static Destination byKey(String topic, String key) {
        return new Destination(topic, BY_KEY, key.getBytes(UTF_8));
    }
}
