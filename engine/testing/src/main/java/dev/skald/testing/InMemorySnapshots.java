/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import dev.skald.ForeignSnapshotException;
import dev.skald.Snapshot;
import dev.skald.SnapshotRepository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Snapshots in memory, and a record of which were taken. Not safe for use by several threads. */
public final class InMemorySnapshots<S> implements SnapshotRepository<S> {

    private final String aggregate;
    private final Map<String, Snapshot<S>> latest = new HashMap<>();
    private final List<Long> revisionsTaken = new ArrayList<>();
    private @Nullable String unusable;

    /** Creates an empty repository of this aggregate. */
    public InMemorySnapshots(String aggregate) {
        this.aggregate = aggregate;
    }

    /** From now on, all snapshots are found but cannot be used. */
    public void makeUnusable(String reason) {
        unusable = reason;
    }

    @Override
    public Found<S> load(String instanceId) {
        Snapshot<S> snapshot = latest.get(instanceId);
        if (snapshot == null) {
            return new Found.None<>();
        }
        checkOwner(snapshot);
        return unusable == null ? new Found.Latest<>(snapshot) : new Found.Unusable<>(unusable);
    }

    @Override
    public void save(Snapshot<S> snapshot) {
        checkOwner(snapshot);
        Snapshot<S> kept = latest.get(snapshot.instanceId());
        if (kept != null) {
            checkOwner(kept);
        }
        revisionsTaken.add(snapshot.revision());
        if (kept == null || kept.revision() <= snapshot.revision()) {
            latest.put(snapshot.instanceId(), snapshot);
        }
    }

    @Override
    public void delete(String instanceId) {
        Snapshot<S> kept = latest.get(instanceId);
        if (kept != null) {
            checkOwner(kept);
            latest.remove(instanceId);
        }
    }

    /** The revisions of all snapshots that were saved, in the order of saving. */
    public List<Long> revisionsTaken() {
        return List.copyOf(revisionsTaken);
    }

    private void checkOwner(Snapshot<S> snapshot) {
        if (!snapshot.aggregate().equals(aggregate)) {
            throw new ForeignSnapshotException(snapshot.instanceId(), aggregate, snapshot.aggregate());
        }
    }
}
