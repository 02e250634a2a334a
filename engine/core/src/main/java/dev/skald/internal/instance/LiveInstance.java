/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import dev.skald.HandledCommand;
import dev.skald.IdempotenceWindow;
import dev.skald.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** An instance in memory: its state, where its history stands, and what it remembers. */
final class LiveInstance<S> {

    private final String id;
    private final RememberedCommands remembered;
    private S state;
    private long revision;
    private long snapshotRevision;
    private long horizon;
    private List<Long> earlierSnapshots;

    private LiveInstance(String id, S state, RememberedCommands remembered) {
        this.id = id;
        this.state = state;
        this.remembered = remembered;
        this.earlierSnapshots = List.of();
    }

    /** An instance at revision 0. */
    static <S> LiveInstance<S> fresh(String id, S initialState, IdempotenceWindow window) {
        return new LiveInstance<>(id, initialState, new RememberedCommands(window, List.of()));
    }

    /** An instance as its snapshot has it. */
    static <S> LiveInstance<S> from(Snapshot<S> snapshot, IdempotenceWindow window) {
        Snapshot.Memory memory = snapshot.memory();
        LiveInstance<S> instance = new LiveInstance<>(
                snapshot.instanceId(), snapshot.state(), new RememberedCommands(window, memory.handledCommands()));
        instance.revision = snapshot.revision();
        instance.snapshotRevision = snapshot.revision();
        instance.horizon = memory.horizon();
        instance.earlierSnapshots = memory.earlierSnapshots();
        return instance;
    }

    /** Moves on to a later revision. */
    void advance(S newState, long newRevision) {
        state = newState;
        revision = newRevision;
    }

    /** Notes that a snapshot was taken at this revision, and which events it lets retention delete. */
    void snapshotTaken(long newHorizon, List<Long> newEarlierSnapshots) {
        snapshotRevision = revision;
        horizon = newHorizon;
        earlierSnapshots = newEarlierSnapshots;
    }

    /** Notes that the snapshots were deleted. */
    void snapshotsDeleted() {
        snapshotRevision = 0;
        earlierSnapshots = List.of();
    }

    /** The revisions of this snapshot and those before it, newest first, at most so many. */
    List<Long> snapshotsWithOneNow(int most) {
        List<Long> revisions = new ArrayList<>();
        revisions.add(revision);
        if (snapshotRevision > 0) {
            revisions.add(snapshotRevision);
            revisions.addAll(earlierSnapshots);
        }
        return revisions.subList(0, Math.min(most, revisions.size()));
    }

    void remember(HandledCommand command) {
        remembered.remember(command);
    }

    String id() {
        return id;
    }

    S state() {
        return state;
    }

    long revision() {
        return revision;
    }

    long snapshotRevision() {
        return snapshotRevision;
    }

    long horizon() {
        return horizon;
    }

    RememberedCommands remembered() {
        return remembered;
    }
}
