/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.model;

import dev.skald.Decider;
import dev.skald.IdempotenceWindow;
import dev.skald.RetentionPolicy;
import dev.skald.SnapshotPolicy;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;

/** Everything the engine knows of one aggregate. */
public record AggregateModel<S, C, E>(
        String name,
        Decider<S, C, E> decider,
        Serdes<S, C, E> serdes,
        Function<? super E, String> eventType,
        Versions versions,
        Policies<S> policies) {

    /** How commands, events and states become bytes. */
    public record Serdes<S, C, E>(Serde<C> command, Serde<E> event, Serde<S> state) {}

    /** Schema versions; 0 means that none is declared. */
    public record Versions(int event, int state) {}

    /** What is kept, and for how long. */
    public record Policies<S>(SnapshotPolicy<S> snapshots, RetentionPolicy retention, IdempotenceWindow idempotence) {}

    /** The name of the journal's store. */
    public String journalStore() {
        return name + "-journal";
    }

    /** The name of the snapshots' store. */
    public String snapshotStore() {
        return name + "-snapshots";
    }
}
