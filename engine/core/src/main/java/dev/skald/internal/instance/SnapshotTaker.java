/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import dev.skald.ForeignSnapshotException;
import dev.skald.HandlingException;
import dev.skald.RetentionPolicy;
import dev.skald.Snapshot;
import java.util.List;

/** Takes a snapshot of an instance, and deletes the events that its retention policy no longer keeps. */
final class SnapshotTaker<S, E> {

    /** How many events one snapshot may delete, so that no Kafka transaction grows without bound. */
    private static final int MOST_DELETIONS = 10_000;

    private final Instances<S, E> instances;

    SnapshotTaker(Instances<S, E> instances) {
        this.instances = instances;
    }

    void take(LiveInstance<S> instance) {
        List<Long> counted = List.of();
        long horizon = instance.horizon();
        if (instances.model().policies().retention() instanceof RetentionPolicy.KeepSinceSnapshots keep) {
            counted = instance.snapshotsWithOneNow(keep.snapshots());
            horizon = horizonAfter(counted, keep.snapshots(), instance.horizon());
        }
        List<Long> earlier = counted.isEmpty() ? counted : counted.subList(1, counted.size());
        Snapshot.Memory memory =
                new Snapshot.Memory(horizon, earlier, instance.remembered().list());
        try {
            instances
                    .snapshots()
                    .save(new Snapshot<>(
                            instances.model().name(), instance.id(), instance.revision(), instance.state(), memory));
        } catch (HandlingException | ForeignSnapshotException e) {
            // The events are what counts; a state that cannot be written only makes loading slower.
            instances.observer().snapshotFailed(instance.id(), instance.revision(), e);
            return;
        }
        instances.journal().delete(instance.id(), instance.horizon(), horizon);
        instance.snapshotTaken(horizon, earlier);
        instances.observer().snapshotTaken(instance.id(), instance.revision());
    }

    private static long horizonAfter(List<Long> newestFirst, int keep, long horizon) {
        if (newestFirst.size() < keep) {
            return horizon;
        }
        long oldestKept = newestFirst.get(keep - 1);
        return Math.max(horizon, Math.min(oldestKept, horizon + MOST_DELETIONS));
    }
}
