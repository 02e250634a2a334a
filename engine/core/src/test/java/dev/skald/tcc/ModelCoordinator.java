/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static dev.skald.tcc.Agreement.START;

import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.tcc.Outcome.Result;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agreement on its rules, for exploration, with time taken out: whatever is waited for may come due at any moment.
 *
 * @param state how it stands, with all moments and causes made equal
 * @param listed whether it is on the list of what needs repair
 * @param orders how often an operator may still intervene
 */
record ModelCoordinator(TccState state, boolean listed, int orders) {

    private static final Instant NOW = START;
    private static final Instant LATER = START.plusSeconds(86_400);
    private static final Answer SOMETHING = Answer.failed("something", "");

    static ModelCoordinator started(
            Decider<TccState, TccCommand, TccEvent> rules, List<Leg> legs, TccEvent.Order order, int orders) {
        TccCommand start = new TccCommand.Start("trip-1", "trip", legs, order, null, Agreement.ANN, NOW);
        return new ModelCoordinator(TccState.NONE, false, orders).after(rules, start);
    }

    ModelCoordinator answered(Decider<TccState, TccCommand, TccEvent> rules, String leg, ModelParticipant.Reply reply) {
        return after(rules, new TccCommand.Report(leg, reply.phase(), reply.attempt(), reply.answer(), NOW));
    }

    /** What is waited for at these sides has come due, and nothing else. */
    ModelCoordinator woken(Decider<TccState, TccCommand, TccEvent> rules, List<String> legs) {
        return new ModelCoordinator(timeless(state, legs), listed, orders).after(rules, new TccCommand.Wake(NOW));
    }

    ModelCoordinator ordered(Decider<TccState, TccCommand, TccEvent> rules, TccCommand order) {
        return new ModelCoordinator(state, listed, orders - 1).after(rules, order);
    }

    private ModelCoordinator after(Decider<TccState, TccCommand, TccEvent> rules, TccCommand command) {
        if (!(rules.decide(state, command) instanceof Decision.Accepted<TccEvent> accepted)) {
            return this;
        }
        TccState next = state;
        boolean onList = listed;
        int told = 0;
        for (TccEvent event : accepted.events()) {
            TccState before = next;
            next = rules.evolve(before, event);
            check(before, event, next);
            for (TccEffect effect : TccEffects.of(before, event, next)) {
                told += effect instanceof TccEffect.Tell ? 1 : 0;
                onList = listed(onList, effect);
            }
        }
        require(told == (!state.hasEnded() && next.hasEnded() ? 1 : 0), "a caller has to be told once, at the end");
        require(!next.needsRepair() || onList, "needs repair, but is not on the list");
        ModelCoordinator after = new ModelCoordinator(timeless(next, List.of()), onList, orders);
        after.check();
        return after;
    }

    private static boolean listed(boolean before, TccEffect effect) {
        return effect instanceof TccEffect.NeedsRepair || (before && !(effect instanceof TccEffect.NeedsNoRepair));
    }

    private static void check(TccState before, TccEvent event, TccState next) {
        boolean phaseTwo = event instanceof TccEvent.Asked asked && asked.phase() != Phase.TRY;
        require(
                !phaseTwo || ((TccEvent.Asked) event).phase() == before.phaseTwo(),
                "asked for phase two before or against the decision");
        require(before.verdict() == null || before.verdict() == next.verdict(), "decided twice");
        require(!before.hasEnded() || before.result() == next.result(), "the outcome changed");
    }

    private void check() {
        require(
                state.all().stream().noneMatch(side -> side.confirming().asked())
                        || state.all().stream()
                                .noneMatch(side -> side.canceling().asked()),
                "both confirm and cancel were asked for");
        require(state.hasEnded() || state.alarm().isPresent(), "waits for ever: nothing is due, and it has not ended");
        boolean failed = state.result() == Result.CONFIRM_FAILED || state.result() == Result.CANCEL_FAILED;
        require(
                failed
                        || !state.hasEnded()
                        || state.all().stream()
                                .allMatch(side -> side.step(phaseTwo()).asked()),
                "it ended well, but not everybody was asked");
    }

    private Phase phaseTwo() {
        Phase phase = state.phaseTwo();
        return phase == null ? Phase.TRY : phase;
    }

    /** If nobody ever answers, time alone has to lead to an end. */
    void requireThatTimeLeadsToAnEnd(Decider<TccState, TccCommand, TccEvent> rules) {
        ModelCoordinator node = this;
        for (int step = 0; step < 100; step++) {
            if (node.state.alarm().isEmpty()) {
                require(node.state.hasEnded(), "nothing is due, and it has not ended");
                return;
            }
            node = node.woken(rules, List.copyOf(node.state.sides().keySet()));
        }
        require(false, "time alone leads to no end");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Violation(otherwise);
        }
    }

    static TccState timeless(TccState state, List<String> due) {
        Map<String, Side> sides = new LinkedHashMap<>();
        state.sides().forEach((name, side) -> {
            Instant when = due.contains(name) ? NOW : LATER;
            sides.put(
                    name,
                    new Side(
                            side.leg(),
                            timeless(side.trying(), when),
                            timeless(side.confirming(), when),
                            timeless(side.canceling(), when)));
        });
        return new TccState(
                state.id(),
                state.type(),
                sides,
                state.order(),
                state.deadline(),
                state.callers(),
                state.verdict(),
                state.result(),
                state.repairOpen());
    }

    private static Step timeless(Step step, Instant due) {
        return new Step(
                step.progress(),
                step.attempts(),
                step.earlier(),
                step.since() == null ? null : NOW,
                step.due() == null ? null : due,
                something(step.failure()));
    }

    private static @Nullable Answer something(@Nullable Answer failure) {
        return failure == null ? null : SOMETHING;
    }

    /** Something that must not be. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1;

        Violation(String what) {
            super(what);
        }
    }
}
