/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import org.jspecify.annotations.Nullable;

/**
 * Where an outgoing record goes, with its key.
 *
 * <p>It travels as the key inside the topology, because that is what a sink's topic extractor and partitioner see; only
 * {@link #key} is written.
 *
 * @param channel which topic
 * @param partition which partition, or {@link #BY_KEY}
 * @param key the record's key
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes go to Kafka as they are.
public record Destination(Channel channel, int partition, byte @Nullable [] key) {

    /** The partition is chosen by the key, as producers do. */
    public static final int BY_KEY = -1;

    /** The topics that the engine writes to, besides its stores' changelogs. */
    public enum Channel {
        /** The replies. */
        REPLIES,
        /** The dead letters. */
        DEAD_LETTERS
    }
}
