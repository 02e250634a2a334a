/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.conformance;

import dev.skald.Cause;
import dev.skald.UnitOfWork;
import dev.skald.internal.instance.CacheBudget;
import dev.skald.internal.instance.InstanceObserver;
import dev.skald.internal.instance.Instances;
import dev.skald.internal.model.AggregateModel;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.ModelOf;
import dev.skald.testing.InMemoryJournal;
import dev.skald.testing.InMemorySnapshots;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The instances of an aggregate over journal and snapshots in memory, loaded anew on demand. */
final class InstancesInMemory<S, E> {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final AggregateModel<S, ?, E> model;
    private final InMemoryJournal<E> journal = new InMemoryJournal<>();
    private final InMemorySnapshots<S> snapshots;
    private final List<String> ignoredSnapshots = new ArrayList<>();
    private Instances<S, E> instances;
    private int messages;

    private InstancesInMemory(AggregateModel<S, ?, E> model) {
        this.model = model;
        this.snapshots = new InMemorySnapshots<>(model.name());
        this.instances = open();
    }

    static <S, C, E> InstancesInMemory<S, E> of(AggregateType.Builder<S, C, E> type) {
        return new InstancesInMemory<>(ModelOf.type(type.build()));
    }

    private Instances<S, E> open() {
        InstanceObserver observer = new InstanceObserver() {
            @Override
            public void snapshotIgnored(String instanceId, String reason) {
                ignoredSnapshots.add(instanceId + ": " + reason);
            }
        };
        return new Instances<>(
                model, journal, snapshots, InstantSource.fixed(NOW), observer, new CacheBudget(100, Long.MAX_VALUE));
    }

    /** Forgets what is in memory, as after the loss of the partition. */
    void reload() {
        instances.close();
        instances = open();
    }

    Instances<S, E> instances() {
        return instances;
    }

    /** Begins a unit of work for a new message. */
    UnitOfWork<S, E> begin(String id) {
        return begin(id, Cause.root("message-" + messages++));
    }

    UnitOfWork<S, E> begin(String id, Cause cause) {
        return instances.begin(id, cause);
    }

    @SafeVarargs
    final void save(String id, E... events) {
        UnitOfWork<S, E> work = begin(id);
        for (E event : events) {
            work.record(event);
        }
        work.save();
    }

    InMemoryJournal<E> journal() {
        return journal;
    }

    InMemorySnapshots<S> snapshots() {
        return snapshots;
    }

    List<String> ignoredSnapshots() {
        return ignoredSnapshots;
    }
}
