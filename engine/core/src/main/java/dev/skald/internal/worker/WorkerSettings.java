/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a worker needs to know.
 *
 * @param topics its topics
 * @param groupId the group that its instances share
 * @param kafka configuration of Kafka's clients
 * @param capacity how much it does at a time
 * @param retention how long an agreement that has ended is remembered
 * @param effectsOutside whether a try that failed may have had effects that a cancel has to undo
 * @param clock tells the time
 */
public record WorkerSettings(
        WorkerTopics topics,
        String groupId,
        Map<String, Object> kafka,
        Capacity capacity,
        Duration retention,
        boolean effectsOutside,
        InstantSource clock) {

    public WorkerSettings {
        kafka = Map.copyOf(kafka);
    }

    /**
     * How much is done at a time.
     *
     * @param threads threads of the pool
     * @param mostQueued requests of one partition that are taken and not finished
     */
    public record Capacity(int threads, int mostQueued) {}
}
