/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import static dev.skald.internal.instance.Guard.rules;

import dev.skald.BrokenHistoryException;
import dev.skald.Cause;
import dev.skald.Decider;
import dev.skald.HistoryHorizonException;
import dev.skald.InstanceState;
import dev.skald.Journal;
import dev.skald.RetentionPolicy;
import dev.skald.Snapshot;
import dev.skald.SnapshotRepository;
import dev.skald.SnapshotRepository.Found;
import dev.skald.UnitOfWork;
import dev.skald.internal.model.AggregateModel;
import java.time.InstantSource;
import java.util.OptionalLong;

/**
 * The instances of one aggregate in one partition.
 *
 * <p>Loading is: the cache, else the latest snapshot and the events after it. Used by one stream thread.
 */
public final class Instances<S, E> implements AutoCloseable {

    private final AggregateModel<S, ?, E> model;
    private final Decider<S, ?, E> decider;
    private final Journal<E> journal;
    private final SnapshotRepository<S> snapshots;
    private final InstantSource clock;
    private final InstanceObserver observer;
    private final InstanceCache<S> cache;

    /** Opens the instances of a partition; {@link #close} drops what is in memory. */
    public Instances(
            AggregateModel<S, ?, E> model,
            Journal<E> journal,
            SnapshotRepository<S> snapshots,
            InstantSource clock,
            InstanceObserver observer,
            CacheBudget budget) {
        this(model, journal, snapshots, clock, observer, new InstanceCache<>(budget, new SerializedWeigher<>(model)));
    }

    private Instances(
            AggregateModel<S, ?, E> model,
            Journal<E> journal,
            SnapshotRepository<S> snapshots,
            InstantSource clock,
            InstanceObserver observer,
            InstanceCache<S> cache) {
        this.model = model;
        this.decider = model.decider();
        this.journal = journal;
        this.snapshots = snapshots;
        this.clock = clock;
        this.observer = observer;
        this.cache = cache;
    }

    /** The same, with states that are weighed otherwise than by serializing them now and then; before the first use. */
    public Instances<S, E> weighedBy(CacheBudget budget, StateWeigher<S> weigher) {
        cache.close();
        return new Instances<>(model, journal, snapshots, clock, observer, new InstanceCache<>(budget, weigher));
    }

    /** The name of the aggregate. */
    public String aggregate() {
        return model.name();
    }

    /** Begins a unit of work on an instance, known or not. */
    public UnitOfWork<S, E> begin(String instanceId, Cause cause) {
        return new LiveUnitOfWork<>(this, load(instanceId), cause);
    }

    /**
     * Drops an instance from memory, so that it is loaded anew: what was done to its state is in doubt.
     *
     * @return the revision that it has, if it was in memory
     */
    public OptionalLong forget(String instanceId) {
        LiveInstance<S> dropped = cache.drop(instanceId);
        return dropped == null ? OptionalLong.empty() : OptionalLong.of(dropped.revision());
    }

    /** The number of instances in memory. */
    public int cached() {
        return cache.size();
    }

    @Override
    public void close() {
        cache.close();
    }

    /** The state of an instance now. */
    public InstanceState<S> state(String instanceId) {
        LiveInstance<S> instance = load(instanceId);
        return new InstanceState<>(instanceId, instance.revision(), instance.state());
    }

    /**
     * The state of an instance when it had so many events.
     *
     * @throws IllegalArgumentException if it never had so many
     * @throws HistoryHorizonException if retention has deleted events that are needed
     */
    public InstanceState<S> stateAt(String instanceId, long revision) {
        LiveInstance<S> now = load(instanceId);
        checkReached(now, revision);
        if (revision == now.revision()) {
            return new InstanceState<>(instanceId, revision, now.state());
        }
        LiveInstance<S> then = start(instanceId);
        if (then.revision() > revision) {
            then = fresh(instanceId);
            checkHorizon(now, 0);
        }
        replay(then, revision);
        return new InstanceState<>(instanceId, revision, then.state());
    }

    /**
     * Reads the events at the revisions {@code [from, to)} in order.
     *
     * @throws IllegalArgumentException if the range is not within the history
     * @throws HistoryHorizonException if retention has deleted some of them
     */
    public void history(String instanceId, long from, long to, Journal.Reader<E> reader) {
        LiveInstance<S> now = load(instanceId);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "expected a range with 0 <= from <= to, but it is [%d, %d)".formatted(from, to));
        }
        checkReached(now, to);
        if (from < to) {
            checkHorizon(now, from);
        }
        journal.read(instanceId, from, to, reader);
    }

    private LiveInstance<S> load(String instanceId) {
        LiveInstance<S> cached = cache.get(instanceId);
        if (cached != null) {
            observer.cacheHit();
            return cached;
        }
        return loadFromStores(instanceId);
    }

    /** The instance as it is by now, for a unit of work that was begun on it before. */
    LiveInstance<S> current(String instanceId) {
        LiveInstance<S> cached = cache.get(instanceId);
        return cached != null ? cached : loadFromStores(instanceId);
    }

    private LiveInstance<S> loadFromStores(String instanceId) {
        long started = System.nanoTime();
        LiveInstance<S> instance = start(instanceId);
        replay(instance, Long.MAX_VALUE);
        cache.keep(instance);
        observer.loaded(instanceId, instance.revision(), System.nanoTime() - started);
        return instance;
    }

    /** Where loading starts: the latest snapshot, or nothing. */
    private LiveInstance<S> start(String instanceId) {
        Found<S> found = snapshots.load(instanceId);
        if (found instanceof Found.Latest<S> latest) {
            return fromSnapshot(latest.snapshot());
        }
        if (found instanceof Found.Unusable<S> unusable) {
            observer.snapshotIgnored(instanceId, unusable.reason());
            if (!journal.contains(instanceId, 0)) {
                throw broken(
                        instanceId,
                        0,
                        "its snapshot cannot be used and its first events are gone: " + unusable.reason());
            }
        }
        return fresh(instanceId);
    }

    private LiveInstance<S> fromSnapshot(Snapshot<S> snapshot) {
        LiveInstance<S> instance = LiveInstance.from(snapshot, model.policies().idempotence());
        long last = snapshot.revision() - 1;
        // Retention may have deleted that event, but nothing else may.
        if (last >= instance.horizon() && !journal.contains(snapshot.instanceId(), last)) {
            throw broken(
                    snapshot.instanceId(),
                    last,
                    "there is a snapshot at revision %d, but the journal does not reach that far".formatted(last + 1));
        }
        return instance;
    }

    private LiveInstance<S> fresh(String instanceId) {
        return LiveInstance.fresh(
                instanceId, decider.initialState(), model.policies().idempotence());
    }

    /** Applies the events that follow, up to but not including the one at {@code to}. */
    private void replay(LiveInstance<S> instance, long to) {
        if (isNew(instance)) {
            return;
        }
        journal.read(instance.id(), instance.revision(), to, recorded -> {
            long revision = recorded.revision();
            if (revision != instance.revision()) {
                throw broken(instance.id(), instance.revision(), "the next event is at revision " + revision);
            }
            instance.advance(evolve(instance.state(), recorded.event()), revision + 1);
            instance.remembered()
                    .replayed(
                            Fingerprint.of(recorded.metadata().causationId()),
                            revision,
                            recorded.metadata().recordedAt());
            return true;
        });
    }

    /** A look-up of one key is much cheaper than opening an iterator, and most instances begin as new ones. */
    private boolean isNew(LiveInstance<S> instance) {
        return instance.revision() == 0
                && model.policies().retention() instanceof RetentionPolicy.KeepAll
                && !journal.contains(instance.id(), 0);
    }

    S evolve(S state, E event) {
        return rules(() -> decider.evolve(state, event), "evolve");
    }

    private void checkReached(LiveInstance<S> instance, long revision) {
        if (revision < 0 || revision > instance.revision()) {
            throw new IllegalArgumentException("expected a revision from 0 to %d, which %s %s has reached, but it is %d"
                    .formatted(instance.revision(), model.name(), instance.id(), revision));
        }
    }

    private void checkHorizon(LiveInstance<S> instance, long from) {
        if (from < instance.horizon()) {
            throw new HistoryHorizonException(instance.id(), from, instance.horizon());
        }
    }

    private BrokenHistoryException broken(String instanceId, long revision, String problem) {
        return new BrokenHistoryException(model.name(), instanceId, revision, problem, null);
    }

    AggregateModel<S, ?, E> model() {
        return model;
    }

    Journal<E> journal() {
        return journal;
    }

    SnapshotRepository<S> snapshots() {
        return snapshots;
    }

    InstantSource clock() {
        return clock;
    }

    InstanceObserver observer() {
        return observer;
    }

    InstanceCache<S> cache() {
        return cache;
    }
}
