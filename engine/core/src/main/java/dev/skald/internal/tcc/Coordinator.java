/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.tcc;

import static dev.skald.internal.instance.Guard.rules;

import dev.skald.Cause;
import dev.skald.Decision;
import dev.skald.Reply;
import dev.skald.UnitOfWork;
import dev.skald.internal.instance.Instances;
import dev.skald.internal.timer.Alarms;
import dev.skald.tcc.Caller;
import dev.skald.tcc.TccCommand;
import dev.skald.tcc.TccEffect;
import dev.skald.tcc.TccEffects;
import dev.skald.tcc.TccEvent;
import dev.skald.tcc.TccState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Loads an agreement, decides, appends, and performs what follows: events, requests, alarm and outcome are in one Kafka
 * transaction, so that no request is visible before the decision behind it is durable.
 */
final class Coordinator {

    private final Instances<TccState, TccEvent> instances;
    private final Alarms alarms;
    private final TccOutbox outbox;

    Coordinator(Instances<TccState, TccEvent> instances, Alarms alarms, TccOutbox outbox) {
        this.instances = instances;
        this.alarms = alarms;
        this.outbox = outbox;
    }

    /** Handles what was asked or reported; returns what the asker of a command is told at once. */
    Reply handle(String id, TccCommand command, Cause cause) {
        UnitOfWork<TccState, TccEvent> work = instances.begin(id, cause);
        TccState before = work.state();
        long revision = work.revision();
        Decision<TccEvent> decision =
                rules(() -> TccModel.MODEL.decider().decide(before, command), "the rules of agreements");
        if (decision instanceof Decision.Rejected<TccEvent> rejected) {
            return new Reply.Rejected(rejected.code(), rejected.reason());
        }
        record(work, (Decision.Accepted<TccEvent>) decision, cause.traceparent());
        alarms.move(id, alarm(before, command), work.state().alarm());
        Caller caller = caller(command);
        if (caller != null && before.hasEnded()) {
            outbox.tell(caller, work.state().outcome());
        }
        if (work.state().hasEnded() && work.state().alarm().isEmpty()) {
            // Hardly anybody asks for it again, and there are others to remember.
            instances.forget(id);
        }
        return new Reply.Accepted(revision, work.revision());
    }

    private void record(
            UnitOfWork<TccState, TccEvent> work, Decision.Accepted<TccEvent> decision, @Nullable String traceparent) {
        List<TccEffect> effects = new ArrayList<>();
        for (TccEvent event : decision.events()) {
            TccState before = work.state();
            work.record(event);
            effects.addAll(TccEffects.of(before, event, work.state()));
        }
        // Saving may still refuse, for example events that are too large; nothing may have left the house by then.
        work.save();
        effects.forEach(effect -> outbox.perform(effect, work.state(), traceparent));
    }

    /** The alarm that is set. The one that rang is gone already. */
    private static Optional<Instant> alarm(TccState state, TccCommand command) {
        return command instanceof TccCommand.Wake ? Optional.empty() : state.alarm();
    }

    private static @Nullable Caller caller(TccCommand command) {
        if (command instanceof TccCommand.Start start) {
            return start.caller();
        }
        return command instanceof TccCommand.Join join ? join.caller() : null;
    }
}
