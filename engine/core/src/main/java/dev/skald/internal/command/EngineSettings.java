/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import dev.skald.internal.instance.CacheBudget;
import dev.skald.internal.model.TopicNames;
import dev.skald.internal.pacing.InputMonitor;
import dev.skald.internal.store.RecordLimit;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the aggregates of one application share.
 *
 * @param topics the topics
 * @param partitions how many partitions the topics of aggregates have
 * @param recordLimit the largest record; asked when a task starts, because it is known only when topics are
 * @param cache what all caches may hold together
 * @param fenceRetention how long the fences of participants remember what is over
 * @param input what paces the commits; null if they are not paced
 */
public record EngineSettings(
        TopicNames topics,
        int partitions,
        Supplier<RecordLimit> recordLimit,
        CacheBudget cache,
        Duration fenceRetention,
        @Nullable InputMonitor input) {}
