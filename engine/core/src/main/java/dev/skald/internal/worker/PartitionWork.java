/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import org.apache.kafka.common.TopicPartition;

/** One partition while this worker has it. */
final class PartitionWork {

    private final TopicPartition requests;
    private final TopicPartition fenceTopic;
    private final PartitionFence fence = new PartitionFence();
    private FinishedOffsets offsets = new FinishedOffsets(0);
    private boolean serving;
    private boolean throttled;
    private boolean retired;
    private boolean dropped;
    private int runs;

    PartitionWork(TopicPartition requests, String fenceTopic) {
        this.requests = requests;
        this.fenceTopic = new TopicPartition(fenceTopic, requests.partition());
    }

    TopicPartition requests() {
        return requests;
    }

    TopicPartition fenceTopic() {
        return fenceTopic;
    }

    PartitionFence fence() {
        return fence;
    }

    FinishedOffsets offsets() {
        return offsets;
    }

    /** Where its requests begin is known. */
    void beginAt(long position) {
        offsets = new FinishedOffsets(position);
    }

    /** Its fence has been read: requests may come. */
    void serve() {
        fence.loaded();
        serving = true;
    }

    boolean isServing() {
        return serving;
    }

    /** Whether it gets no more requests until some are finished. */
    boolean isThrottled() {
        return throttled;
    }

    void throttle(boolean on) {
        throttled = on;
    }

    /** It is about to be given away: nothing more is begun. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    /** It belongs to somebody else: nothing can be committed for it. */
    void drop() {
        retired = true;
        dropped = true;
    }

    boolean isDropped() {
        return dropped;
    }

    void runBegan() {
        runs++;
    }

    void runEnded() {
        runs--;
    }

    boolean hasRuns() {
        return runs > 0;
    }
}
