/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import static dev.skald.internal.instance.Guard.rules;

import dev.skald.Cause;
import dev.skald.EventMetadata;
import dev.skald.ExpectedRevision;
import dev.skald.HandledCommand;
import dev.skald.Journal;
import dev.skald.RecordedEvent;
import dev.skald.SaveResult;
import dev.skald.UnitOfWork;
import dev.skald.internal.model.AggregateModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A unit of work on an instance in memory. It changes the instance only when its events are written. */
final class LiveUnitOfWork<S, E> implements UnitOfWork<S, E> {

    private final Instances<S, E> instances;
    private final String instanceId;
    private final Cause cause;
    private final UUID fingerprint;
    private final Optional<HandledCommand> alreadyHandled;
    private final Instant now;
    private final List<RecordedEvent<E>> recorded = new ArrayList<>(1);
    private long revision;
    private S state;
    private boolean over;

    LiveUnitOfWork(Instances<S, E> instances, LiveInstance<S> instance, Cause cause) {
        this.instances = instances;
        this.instanceId = instance.id();
        this.cause = cause;
        this.fingerprint = Fingerprint.of(cause.messageId());
        this.now = Instant.ofEpochMilli(instances.clock().millis());
        this.revision = instance.revision();
        this.state = instance.state();
        this.alreadyHandled = Optional.ofNullable(instance.remembered().find(fingerprint, now));
    }

    @Override
    public RecordedEvent<E> record(E event) {
        checkGoingOn();
        long position = revision + recorded.size();
        state = instances.evolve(state, event);
        RecordedEvent<E> next = new RecordedEvent<>(instanceId, position, event, metadata(event, position));
        recorded.add(next);
        return next;
    }

    private EventMetadata metadata(E event, long position) {
        AggregateModel<S, ?, E> model = instances.model();
        return new EventMetadata(
                model.name() + "/" + instanceId + "/" + position,
                rules(() -> model.eventType().apply(event), "eventType"),
                model.name(),
                now,
                cause.messageId(),
                cause.correlationId(),
                model.versions().event(),
                cause.traceparent());
    }

    @Override
    public SaveResult<E> save(ExpectedRevision expected) {
        checkGoingOn();
        if (recorded.isEmpty()) {
            instances.observer().notSaved(instanceId, revision);
            return new SaveResult.NotSaved<>(revision);
        }
        LiveInstance<S> instance = instances.current(instanceId);
        if (instance.revision() != revision) {
            return conflict(ExpectedRevision.exactly(revision), instance.revision());
        }
        if (!expected.matches(revision)) {
            return conflict(expected, revision);
        }
        return write(instance, false);
    }

    @Override
    public SaveResult<E> saveAndComplete() {
        checkGoingOn();
        LiveInstance<S> instance = instances.current(instanceId);
        if (instance.revision() != revision) {
            return conflict(ExpectedRevision.exactly(revision), instance.revision());
        }
        over = true;
        SaveResult<E> result = recorded.isEmpty() ? new SaveResult.NotSaved<>(revision) : write(instance, true);
        // Below the horizon there is nothing left from which the state could be rebuilt.
        if (instance.horizon() == 0) {
            instances.snapshots().delete(instanceId);
            instance.snapshotsDeleted();
        }
        instances.observer().completed(instanceId, revision);
        return result;
    }

    private SaveResult<E> write(LiveInstance<S> instance, boolean completing) {
        List<RecordedEvent<E>> events = List.copyOf(recorded);
        long before = revision;
        long after = before + events.size();
        boolean snapshotDue = !completing && isSnapshotDue(instance, after);
        Journal.Append append = instances.journal().prepare(events);
        // From here on an exception means that the Kafka transaction has to be aborted.
        append.write();
        instance.advance(state, after);
        instance.remember(new HandledCommand(fingerprint, before, after, now));
        if (snapshotDue) {
            new SnapshotTaker<>(instances).take(instance);
        }
        instances.cache().keep(instance);
        instances.observer().saved(instanceId, before, after);
        revision = after;
        recorded.clear();
        return new SaveResult.Saved<>(before, after, events);
    }

    private boolean isSnapshotDue(LiveInstance<S> instance, long after) {
        return rules(
                () -> instances.model().policies().snapshots().isDue(instance.snapshotRevision(), after, state),
                "the snapshot policy");
    }

    private SaveResult<E> conflict(ExpectedRevision expected, long actual) {
        over = true;
        return new SaveResult.Conflict<>(instances.model().name(), instanceId, expected, actual);
    }

    private void checkGoingOn() {
        if (over) {
            throw new IllegalStateException(
                    "the unit of work on %s is over: it was completed, or met a conflict".formatted(instanceId));
        }
    }

    @Override
    public String instanceId() {
        return instanceId;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public S state() {
        return state;
    }

    @Override
    public List<RecordedEvent<E>> recorded() {
        return List.copyOf(recorded);
    }

    @Override
    public Optional<HandledCommand> alreadyHandled() {
        return alreadyHandled;
    }
}
