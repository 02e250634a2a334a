/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.pacing;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where the consumers of an application meet the processors of what they fetch: one pacer for each stream thread.
 *
 * <p>A thread commits all its tasks together under exactly_once_v2, so pacing belongs to the thread. A consumer belongs
 * to one thread, so the pacer is created with the consumer's interceptor, and a processor finds the pacer of its thread
 * by the partition whose records it is given.
 */
public final class InputMonitor {

    /** The configuration key under which the monitor is handed to {@link InputInterceptor}. */
    public static final String CONFIG = "skald.input.monitor";

    private final Set<String> topics;
    private final LongSupplier nanoClock;
    private final Map<TopicPartition, CommitPacer> pacers = new ConcurrentHashMap<>();

    /** Creates a monitor of these input topics. */
    public InputMonitor(Set<String> topics, LongSupplier nanoClock) {
        this.topics = Set.copyOf(topics);
        this.nanoClock = nanoClock;
    }

    /** The pacer of the thread that fetches this partition, or null if none is known. */
    public @Nullable CommitPacer pacer(TopicPartition partition) {
        return pacers.get(partition);
    }

    CommitPacer newPacer() {
        return new CommitPacer(nanoClock);
    }

    boolean watches(TopicPartition partition) {
        return topics.contains(partition.topic());
    }

    void fetchedBy(CommitPacer pacer, TopicPartition partition) {
        if (pacers.get(partition) != pacer) {
            pacers.put(partition, pacer);
        }
    }
}
