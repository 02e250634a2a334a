/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.tcc.TccEvent.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of an agreement.
 *
 * <p>All sides are asked to try at once, and all answers are awaited. If every try succeeded, every side is asked to
 * confirm, and else every side is asked to cancel, the failed ones too: a try that failed or came too late may have
 * left something behind. What was decided never changes. Confirms and cancels are repeated until they succeed, are
 * refused for good, or run out of attempts; then an operator has to look.
 *
 * <p>The roles and phases are Guy Pardon and Cesare Pautasso's (“Atomic Distributed Transactions: a RESTful Design”,
 * WWW 2014) and Pat Helland's tentative operations (“Life beyond Distributed Transactions”, CIDR 2007).
 */
public final class TccRules implements Decider<TccState, TccCommand, TccEvent> {

    /** How many may wait for one outcome. */
    public static final int MOST_CALLERS = 100;

    @Override
    public TccState initialState() {
        return TccState.NONE;
    }

    @Override
    public TccState evolve(TccState state, TccEvent event) {
        return TccEvolution.evolve(state, event);
    }

    @Override
    public Decision<TccEvent> decide(TccState state, TccCommand command) {
        if (command instanceof TccCommand.Start start) {
            return state.hasBegun() ? startedAgain(state, start) : start(state, start);
        }
        if (!state.hasBegun()) {
            return Decision.reject(
                    "unknown-tcc", "expected an agreement that was started, but there is none of this id");
        }
        if (command instanceof TccCommand.Join join) {
            return join(state, join.caller(), join);
        } else if (command instanceof TccCommand.Report report) {
            return report(state, report);
        } else if (command instanceof TccCommand.Wake wake) {
            return wake(state, wake);
        } else if (command instanceof TccCommand.Retry retry) {
            return retry(state, retry);
        } else if (command instanceof TccCommand.Resolve resolve) {
            return resolve(state, resolve);
        }
        throw new AssertionError(command);
    }

    private static Decision<TccEvent> start(TccState state, TccCommand.Start start) {
        Set<String> names = new HashSet<>();
        for (Leg leg : start.legs()) {
            if (!names.add(leg.name())) {
                return Decision.reject(
                        "duplicate-participant",
                        "expected each side to have a name of its own, but two are named " + leg.name());
            }
        }
        Course course = new Course(state, start.at());
        course.record(new TccEvent.Started(
                start.id(), start.type(), start.legs(), start.order(), start.deadline(), start.caller(), start.at()));
        if (!start.legs().isEmpty()) {
            course.ask(Phase.TRY, 1, start.legs().stream().map(Leg::name).toList());
        }
        course.goOn();
        return course.decision();
    }

    private static Decision<TccEvent> startedAgain(TccState state, TccCommand.Start start) {
        if (!state.type().equals(start.type())) {
            return Decision.reject(
                    "tcc-id-taken",
                    "expected an id that is new or of a %s, but it is that of a %s"
                            .formatted(start.type(), state.type()));
        }
        Caller caller = start.caller();
        return caller == null ? Decision.nothing() : join(state, caller, start);
    }

    private static Decision<TccEvent> join(TccState state, Caller caller, TccCommand command) {
        if (state.hasEnded() || state.callers().contains(caller)) {
            return Decision.nothing();
        }
        if (state.callers().size() >= MOST_CALLERS) {
            return Decision.reject(
                    "too-many-callers", "expected at most %d callers to wait for one outcome".formatted(MOST_CALLERS));
        }
        return Decision.accept(new TccEvent.CallerJoined(caller, command.at()));
    }

    private static Decision<TccEvent> report(TccState state, TccCommand.Report report) {
        Side side = state.sides().get(report.leg());
        if (side == null) {
            return Decision.reject(
                    "unknown-participant",
                    "expected an answer of one of %s, but it is one of %s"
                            .formatted(state.sides().keySet(), report.leg()));
        }
        Step step = side.step(report.phase());
        if (report.attempt() < 1 || report.attempt() > step.attempts()) {
            return Decision.reject(
                    "unknown-attempt",
                    "expected an answer to one of %d attempts, but it is one to attempt %d"
                            .formatted(step.attempts(), report.attempt()));
        }
        Course course = new Course(state, report.at());
        if (report.phase() == Phase.TRY) {
            tried(course, step, report);
        } else {
            answered(course, step, report);
        }
        return course.decision();
    }

    private static void tried(Course course, Step step, TccCommand.Report report) {
        if (step.progress() == Step.Progress.WAITING) {
            course.record(answered(report));
        } else if (step.failed() && report.answer().isDone()) {
            course.record(answered(report));
            cancelAgain(course, report.leg());
        }
        course.goOn();
    }

    /** A try that was taken for failed has succeeded: what it reserved has to go, even if a cancel came before it. */
    private static void cancelAgain(Course course, String leg) {
        Step canceling = course.step(leg, Phase.CANCEL);
        if (course.state().verdict() == Verdict.CANCEL && canceling.isOver()) {
            course.ask(Phase.CANCEL, canceling.attempts() + 1, List.of(leg));
        }
    }

    private static void answered(Course course, Step step, TccCommand.Report report) {
        if (report.attempt() <= step.earlier()) {
            // It says how it was before it began anew: a refusal before the repair, a cancel before the late try.
            return;
        }
        boolean newest = report.attempt() == step.attempts() && step.progress() == Step.Progress.WAITING;
        switch (report.answer().kind()) {
            case DONE -> {
                if (!step.succeeded()) {
                    course.record(answered(report));
                    course.goOn();
                }
            }
            case FAILED -> {
                if (step.isGoingOn()) {
                    course.record(answered(report));
                    course.giveUp(report.leg(), report.phase());
                    course.goOn();
                }
            }
            case RETRY -> {
                if (newest) {
                    course.record(answered(report));
                    course.postpone(report.leg(), report.phase());
                    course.goOn();
                }
            }
            case WORKING -> {
                if (newest) {
                    course.record(answered(report));
                }
            }
        }
    }

    private static TccEvent answered(TccCommand.Report report) {
        return new TccEvent.Answered(report.leg(), report.phase(), report.attempt(), report.answer(), report.at());
    }

    private static Decision<TccEvent> wake(TccState state, TccCommand.Wake wake) {
        Course course = new Course(state, wake.at());
        for (String leg : state.sides().keySet()) {
            for (Phase phase : Phase.values()) {
                Step step = course.step(leg, phase);
                if (step.isDue(wake.at())) {
                    due(course, leg, phase, step);
                }
            }
        }
        course.goOn();
        return course.decision();
    }

    private static void due(Course course, String leg, Phase phase, Step step) {
        if (step.progress() == Step.Progress.POSTPONED) {
            course.ask(phase, step.attempts() + 1, List.of(leg));
            return;
        }
        course.record(new TccEvent.TimedOut(leg, phase, step.attempts(), course.now()));
        if (phase != Phase.TRY) {
            course.postpone(leg, phase);
        }
    }

    private static Decision<TccEvent> retry(TccState state, TccCommand.Retry retry) {
        Phase phase = state.phaseTwo();
        if (phase == null || !state.needsRepair()) {
            return nothingToRepair();
        }
        Course course = new Course(state, retry.at());
        course.record(new TccEvent.RetryOrdered(retry.note(), retry.at()));
        for (Side side : state.all()) {
            if (side.step(phase).failed()) {
                course.ask(
                        phase,
                        side.step(phase).attempts() + 1,
                        List.of(side.leg().name()));
            }
        }
        return course.decision();
    }

    private static Decision<TccEvent> resolve(TccState state, TccCommand.Resolve resolve) {
        return state.needsRepair()
                ? Decision.accept(new TccEvent.Resolved(resolve.note(), resolve.at()))
                : nothingToRepair();
    }

    private static Decision<TccEvent> nothingToRepair() {
        return Decision.reject(
                "nothing-to-repair",
                "expected an agreement of which something was given up, but this one needs no repair");
    }
}
