/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import dev.skald.Cases;
import dev.skald.tcc.TccEvent.Answered;
import dev.skald.tcc.TccEvent.Asked;
import dev.skald.tcc.TccEvent.CallerJoined;
import dev.skald.tcc.TccEvent.Decided;
import dev.skald.tcc.TccEvent.Ended;
import dev.skald.tcc.TccEvent.GivenUp;
import dev.skald.tcc.TccEvent.Postponed;
import dev.skald.tcc.TccEvent.Repaired;
import dev.skald.tcc.TccEvent.Resolved;
import dev.skald.tcc.TccEvent.RetryOrdered;
import dev.skald.tcc.TccEvent.Started;
import dev.skald.tcc.TccEvent.TimedOut;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** What each event changes. */
final class TccEvolution {

    /** A due time is rounded up by at most this part of the time until then. */
    private static final int PRECISION = 16;

    private static final Answer TIMED_OUT = Answer.retry("timed-out", "no answer came in time");

    private static final BiFunction<TccState, TccEvent, TccState> EVOLVE = evolution();

    private TccEvolution() {}

    static TccState evolve(TccState state, TccEvent event) {
        return EVOLVE.apply(state, event);
    }

    private static BiFunction<TccState, TccEvent, TccState> evolution() {
        return Cases.<TccState, TccEvent, TccState>of(TccEvent.class)
                .on(Started.class, (state, started) -> started(started))
                .on(CallerJoined.class, (state, joined) -> state.with(joined.caller()))
                .on(Asked.class, TccEvolution::asked)
                .on(Answered.class, TccEvolution::answered)
                .on(TimedOut.class, TccEvolution::timedOut)
                .on(Decided.class, (state, decided) -> state.with(decided.verdict()))
                .on(
                        Postponed.class,
                        (state, postponed) ->
                                state.with(postponed.leg(), postponed.phase(), step -> step.postponed(postponed.due())))
                .on(GivenUp.class, TccEvolution::givenUp)
                .on(Ended.class, (state, ended) -> state.with(ended.result()))
                .on(RetryOrdered.class, (state, ordered) -> state)
                .on(Repaired.class, (state, repaired) -> state.withRepairOpen(false))
                .on(Resolved.class, (state, resolved) -> state.withRepairOpen(false))
                .exhaustive();
    }

    private static TccState started(Started started) {
        Map<String, Side> sides = new LinkedHashMap<>();
        started.legs().forEach(leg -> sides.put(leg.name(), Side.of(leg)));
        return new TccState(
                started.id(),
                started.type(),
                sides,
                started.order(),
                started.deadline(),
                started.caller() == null ? List.of() : List.of(started.caller()),
                null,
                Outcome.Result.PENDING,
                false);
    }

    private static TccState asked(TccState state, Asked asked) {
        TccState changed = state;
        for (String leg : asked.legs()) {
            changed = changed.with(leg, asked.phase(), step -> {
                // Asked for again after it was over: what was before does not count.
                Step begun = step.isOver() ? step.begunAnew() : step;
                return begun.askedAgain(asked.attempt(), asked.at(), due(state, leg, asked.phase(), asked.at()));
            });
        }
        return changed;
    }

    private static TccState answered(TccState state, Answered answered) {
        Phase phase = answered.phase();
        Answer answer = answered.answer();
        return state.with(answered.leg(), phase, step -> switch (answer.kind()) {
            case DONE -> step.done();
            case WORKING -> step.stillWorking(due(state, answered.leg(), phase, answered.at()));
            case FAILED, RETRY -> failed(phase, step.failing(answer));
        });
    }

    /** A try is not repeated; what becomes of confirms and cancels, the next event tells. */
    private static Step failed(Phase phase, Step step) {
        return phase == Phase.TRY ? step.failedForGood() : step;
    }

    private static TccState timedOut(TccState state, TimedOut timedOut) {
        return state.with(timedOut.leg(), timedOut.phase(), step -> failed(timedOut.phase(), step.failing(TIMED_OUT)));
    }

    private static TccState givenUp(TccState state, GivenUp givenUp) {
        TccState changed = state.with(givenUp.leg(), givenUp.phase(), Step::failedForGood);
        return state.hasEnded() ? changed.withRepairOpen(true) : changed;
    }

    /**
     * When an answer is due, rounded up, so that the answers of one agreement are mostly due at the same moment and its
     * timer need not move with each of them. Nobody is asked to answer after the deadline.
     */
    private static Instant due(TccState state, String leg, Phase phase, Instant at) {
        Side side = state.sides().get(leg);
        Duration timeout = side == null ? Duration.ZERO : side.leg().terms().timeout(phase);
        long grid = Long.highestOneBit(Math.max(1, timeout.toMillis() / PRECISION));
        long due = at.plus(timeout).toEpochMilli();
        Instant rounded = Instant.ofEpochMilli((due + grid - 1) / grid * grid);
        Instant deadline = state.deadline();
        return phase == Phase.TRY && deadline != null && deadline.isBefore(rounded) ? deadline : rounded;
    }
}
