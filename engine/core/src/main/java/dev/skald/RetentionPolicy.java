/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

/** How much of an instance's history is kept. */
public sealed interface RetentionPolicy {

    /** Keeps every event. */
    record KeepAll() implements RetentionPolicy {}

    /**
     * Deletes events that are older than the last snapshots, by tombstones that compaction then reclaims.
     *
     * <p>It takes effect when a snapshot is taken. An instance's events before the oldest of the last {@code snapshots}
     * snapshots are deleted; that revision is the instance's <em>horizon</em>, and reading below it fails with
     * {@link HistoryHorizonException}. At most 10,000 events are deleted with one snapshot, the rest with the next.
     *
     * @param snapshots how many snapshots back the history reaches, at least 1
     */
    record KeepSinceSnapshots(int snapshots) implements RetentionPolicy {
        public KeepSinceSnapshots {
            if (snapshots < 1) {
                throw new IllegalArgumentException("expected 1 or more snapshots, but it is " + snapshots);
            }
        }
    }

    /** Keeps every event; the default. */
    static RetentionPolicy keepAll() {
        return new KeepAll();
    }

    /** Deletes events that are older than the last {@code snapshots} snapshots. */
    static RetentionPolicy deleteOlderThanLastSnapshots(int snapshots) {
        return new KeepSinceSnapshots(snapshots);
    }
}
