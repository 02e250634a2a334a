/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import dev.skald.Decision;
import dev.skald.tcc.Outcome.Result;
import dev.skald.tcc.TccEvent.Order;
import dev.skald.tcc.TccEvent.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The events that one command leads to, each decided on the state that the ones before have led to. */
final class Course {

    private final Instant now;
    private final List<TccEvent> events = new ArrayList<>();
    private TccState state;

    Course(TccState state, Instant now) {
        this.state = state;
        this.now = now;
    }

    TccState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    Step step(String leg, Phase phase) {
        Side side = state.sides().get(leg);
        return side == null ? Step.NOT_ASKED : side.step(phase);
    }

    Decision<TccEvent> decision() {
        return Decision.acceptAll(events);
    }

    void record(TccEvent event) {
        events.add(event);
        state = TccEvolution.evolve(state, event);
    }

    void ask(Phase phase, int attempt, List<String> legs) {
        record(new TccEvent.Asked(phase, attempt, legs, now));
    }

    void giveUp(String leg, Phase phase) {
        record(new TccEvent.GivenUp(leg, phase, now));
    }

    /** Another attempt later, if there is one left. */
    void postpone(String leg, Phase phase) {
        Side side = state.sides().get(leg);
        if (side == null) {
            throw new IllegalStateException("no such side: " + leg);
        }
        Step step = side.step(phase);
        Instant since = step.since() == null ? now : step.since();
        Optional<Duration> delay = side.leg()
                .terms()
                .retry()
                .next(
                        step.attempts() - step.earlier(),
                        Duration.between(since, now),
                        Chance.of(state.id(), leg, phase, step.attempts()));
        if (delay.isPresent()) {
            record(new TccEvent.Postponed(leg, phase, now.plus(delay.get()), now));
        } else {
            giveUp(leg, phase);
        }
    }

    /** Whatever follows from how things stand now. */
    void goOn() {
        if (state.verdict() == null
                && state.all().stream().allMatch(side -> side.trying().isOver())) {
            // One that succeeded after its time was up has failed: it is too late to count.
            boolean allTried = state.all().stream()
                    .map(Side::trying)
                    .allMatch(trying -> trying.succeeded() && trying.failure() == null);
            record(new TccEvent.Decided(allTried ? Verdict.CONFIRM : Verdict.CANCEL, now));
        }
        Verdict verdict = state.verdict();
        if (verdict != null) {
            phaseTwo(verdict);
        }
    }

    private void phaseTwo(Verdict verdict) {
        Phase phase = verdict.phase();
        List<String> next = next(phase);
        if (!next.isEmpty()) {
            ask(phase, 1, next);
        }
        if (!state.all().stream().allMatch(side -> side.step(phase).isOver())) {
            return;
        }
        boolean failed = state.all().stream().anyMatch(side -> side.step(phase).failed());
        if (!state.hasEnded()) {
            record(new TccEvent.Ended(result(verdict, failed), now));
        } else if (state.repairOpen() && !failed) {
            record(new TccEvent.Repaired(now));
        }
    }

    /** Who is to be asked now and has not been. */
    private List<String> next(Phase phase) {
        List<String> notAsked = state.all().stream()
                .filter(side -> !side.step(phase).asked())
                .map(side -> side.leg().name())
                .toList();
        if (state.order() == Order.PARALLEL || notAsked.isEmpty()) {
            return notAsked;
        }
        boolean busy = state.all().stream().anyMatch(side -> side.step(phase).isGoingOn());
        return busy ? List.of() : notAsked.subList(0, 1);
    }

    private static Result result(Verdict verdict, boolean failed) {
        if (verdict == Verdict.CONFIRM) {
            return failed ? Result.CONFIRM_FAILED : Result.CONFIRMED;
        }
        return failed ? Result.CANCEL_FAILED : Result.TRY_FAILED;
    }
}
