/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import dev.skald.EventMetadata;
import dev.skald.RecordedEvent;
import dev.skald.internal.store.KeyValueJournal;
import dev.skald.internal.store.RecordLimit;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.SkaldApplication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.TopologyTestDriver;

/** Writes a history into the journal of an application under test, as if it had happened. */
final class GivenEvents {

    private GivenEvents() {}

    static <E> void write(
            TopologyTestDriver driver,
            SkaldApplication application,
            AggregateType<?, ?, E> type,
            String instanceId,
            List<E> events) {
        KeyValueJournal<E> journal = new KeyValueJournal<>(
                type.name(),
                application.journalTopic(type),
                type.eventSerde(),
                RecordLimit.DEFAULT,
                driver.getTimestampedKeyValueStoreWithHeaders(type.name() + "-journal"));
        if (journal.contains(instanceId, 0)) {
            throw new IllegalStateException(
                    "expected an instance without a history, but %s %s has one".formatted(type.name(), instanceId));
        }
        List<RecordedEvent<E>> recorded = new ArrayList<>();
        for (int revision = 0; revision < events.size(); revision++) {
            E event = events.get(revision);
            recorded.add(new RecordedEvent<>(
                    instanceId, revision, event, metadata(type, instanceId, revision, type.eventTypeOf(event))));
        }
        journal.prepare(recorded).write();
    }

    private static EventMetadata metadata(
            AggregateType<?, ?, ?> type, String instanceId, int revision, String eventType) {
        String given = "given-" + instanceId + "-" + revision;
        return new EventMetadata(
                type.name() + "/" + instanceId + "/" + revision,
                eventType,
                type.name(),
                Instant.EPOCH,
                given,
                given,
                0,
                null);
    }
}
