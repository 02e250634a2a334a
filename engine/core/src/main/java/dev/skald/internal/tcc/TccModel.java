/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.tcc;

import dev.skald.IdempotenceWindow;
import dev.skald.RetentionPolicy;
import dev.skald.SnapshotPolicy;
import dev.skald.internal.model.AggregateModel;
import dev.skald.tcc.TccCommand;
import dev.skald.tcc.TccEvent;
import dev.skald.tcc.TccRules;
import dev.skald.tcc.TccState;
import java.time.Duration;

/** Agreements are instances like any other: with a journal, and with requests for state and history. */
public final class TccModel {

    /** The name of the aggregate, which no other may have. */
    public static final String NAME = "tcc";

    /** The name of the store of timers. */
    public static final String ALARM_STORE = NAME + "-alarms";

    /** The model. Histories are short, so that there is nothing to gain from snapshots. */
    public static final AggregateModel<TccState, TccCommand, TccEvent> MODEL = new AggregateModel<>(
            NAME,
            new TccRules(),
            new AggregateModel.Serdes<>(TccJson.commands(), TccJson.events(), TccJson.states()),
            event -> event.getClass().getSimpleName(),
            new AggregateModel.Versions(1, 1),
            // A repeated message finds the agreement where it is: there is nothing to remember beside its state.
            new AggregateModel.Policies<>(
                    SnapshotPolicy.never(), RetentionPolicy.keepAll(), new IdempotenceWindow(0, Duration.ZERO)));

    private TccModel() {}
}
