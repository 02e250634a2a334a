/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

/**
 * When an instance gets a snapshot.
 *
 * <p>Asked once after each command that recorded events, on the stream thread; never on load, on a command without
 * events, or on completion. A snapshot shortens later loads; it is never needed for correctness.
 *
 * @param <S> the state
 */
@FunctionalInterface
public interface SnapshotPolicy<S> {

    /** The number of revisions between two snapshots unless told otherwise. */
    long DEFAULT_REVISIONS = 1000;

    /**
     * Whether a snapshot is due.
     *
     * @param lastSnapshotRevision the revision of the last snapshot, 0 if there is none
     * @param revision the revision now, after the events just recorded
     * @param state the state at that revision
     */
    boolean isDue(long lastSnapshotRevision, long revision, S state);

    /**
     * A snapshot whenever at least this many revisions have passed since the last one.
     *
     * <p>It is a distance, not a modulo: events recorded together that cross several multiples lead to one snapshot, at
     * the last of them.
     *
     * @param revisions the distance; 0 means {@link #DEFAULT_REVISIONS}
     */
    static <S> SnapshotPolicy<S> every(long revisions) {
        if (revisions < 0) {
            throw new IllegalArgumentException(
                    "expected a distance of 1 or more revisions, or 0 for the default, but it is " + revisions);
        }
        long distance = revisions == 0 ? DEFAULT_REVISIONS : revisions;
        return (lastSnapshotRevision, revision, state) -> revision - lastSnapshotRevision >= distance;
    }

    /** No snapshot ever: loading replays all events. */
    static <S> SnapshotPolicy<S> never() {
        return (lastSnapshotRevision, revision, state) -> false;
    }
}
