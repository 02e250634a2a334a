/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

/** Hears of what happens to instances, for metrics and logs. Called on the stream thread; must not throw. */
public interface InstanceObserver {

    /** Hears nothing. */
    InstanceObserver NONE = new InstanceObserver() {};

    /** An instance was found in the cache. */
    default void cacheHit() {}

    /** An instance was loaded from snapshot and journal, in so many nanoseconds. */
    default void loaded(String instanceId, long revision, long tookNanos) {}

    /** A snapshot could not be used; the state is rebuilt from events. */
    default void snapshotIgnored(String instanceId, String reason) {}

    /** A snapshot was taken. */
    default void snapshotTaken(String instanceId, long revision) {}

    /** A snapshot was due but could not be taken; nothing else is affected. */
    default void snapshotFailed(String instanceId, long revision, RuntimeException cause) {}

    /** Events were recorded. */
    default void saved(String instanceId, long revisionBefore, long revisionAfter) {}

    /** There was nothing to record. */
    default void notSaved(String instanceId, long revision) {}

    /** An instance was completed. */
    default void completed(String instanceId, long revision) {}
}
