/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import dev.skald.RecordedEvent;
import dev.skald.kafka.SkaldClient;
import dev.skald.tcc.Phase;
import dev.skald.tcc.Side;
import dev.skald.tcc.Step;
import dev.skald.tcc.TccEvent;
import dev.skald.tcc.TccRules;
import dev.skald.tcc.TccState;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An agreement as its log tells it: how it stands is told from the same events that are shown.
 *
 * @param state how it stands
 * @param log what has happened, in order
 */
record Agreement(TccState state, List<TccEvent> log) {

    private static final TccRules RULES = new TccRules();

    Agreement {
        log = List.copyOf(log);
    }

    /** The agreement that has this log. */
    static Agreement of(List<TccEvent> log) {
        TccState state = RULES.initialState();
        for (TccEvent event : log) {
            state = RULES.evolve(state, event);
        }
        return new Agreement(state, log);
    }

    /**
     * Asks the coordinator for an agreement.
     *
     * @throws ToolException if there is none of this id
     */
    static Agreement read(SkaldClient client, Connection connection, String id) {
        CompletableFuture<List<RecordedEvent<TccEvent>>> log =
                client.tcc().log(id).toCompletableFuture();
        Agreement agreement = of(log.join().stream().map(RecordedEvent::event).toList());
        if (!agreement.state().hasBegun()) {
            throw ToolException.failed("application %s has no agreement %s".formatted(connection.application(), id));
        }
        return agreement;
    }

    /** Whether a confirm or cancel is on its way, or will be asked for again by itself. */
    boolean isGoingOn() {
        Phase phase = state.phaseTwo();
        return phase == null
                || state.sides().values().stream().map(side -> side.step(phase)).anyMatch(step -> !isOver(step));
    }

    private static boolean isOver(Step step) {
        return step.succeeded() || step.failed();
    }

    /** The sides. */
    List<Side> sides() {
        return List.copyOf(state.sides().values());
    }
}
