/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import static dev.skald.tools.Text.row;

import dev.skald.Cases;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Leg;
import dev.skald.tcc.Outcome.Result;
import dev.skald.tcc.Phase;
import dev.skald.tcc.Side;
import dev.skald.tcc.Step;
import dev.skald.tcc.TccEvent;
import dev.skald.tcc.TccState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An agreement for people: how it stands, side by side, and its log. */
final class AgreementText {

    private static final String NOT_ASKED = "-";

    private static final BiFunction<TccState, TccEvent, String> WORDS = Cases.<TccState, TccEvent, String>of(
                    TccEvent.class)
            .on(TccEvent.Started.class, (state, started) -> started(started))
            .on(TccEvent.CallerJoined.class, (state, joined) -> "another caller waits for the outcome")
            .on(
                    TccEvent.Asked.class,
                    (state, asked) -> "asked %s to %s, %s"
                            .formatted(
                                    String.join(", ", asked.legs()),
                                    asked.phase().text(),
                                    attempt(asked.attempt())))
            .on(
                    TccEvent.Answered.class,
                    (state, answered) -> "%s answered %s, %s: %s"
                            .formatted(
                                    answered.leg(),
                                    answered.phase().text(),
                                    attempt(answered.attempt()),
                                    answered.answer()))
            .on(
                    TccEvent.TimedOut.class,
                    (state, late) -> "%s did not answer %s, %s, in time"
                            .formatted(late.leg(), late.phase().text(), attempt(late.attempt())))
            .on(
                    TccEvent.Decided.class,
                    (state, decided) ->
                            "decided to " + (decided.verdict() == TccEvent.Verdict.CONFIRM ? "confirm" : "cancel"))
            .on(
                    TccEvent.Postponed.class,
                    (state, postponed) -> "%s of %s comes again at %s"
                            .formatted(postponed.phase().text(), postponed.leg(), moment(postponed.due())))
            .on(
                    TccEvent.GivenUp.class,
                    (state, givenUp) ->
                            "gave up the %s of %s".formatted(givenUp.phase().text(), givenUp.leg()))
            .on(TccEvent.Ended.class, (state, ended) -> "ended: " + ended.result())
            .on(TccEvent.RetryOrdered.class, (state, ordered) -> "operator ordered a retry: " + ordered.note())
            .on(TccEvent.Repaired.class, (state, repaired) -> "repaired: what was given up has succeeded")
            .on(TccEvent.Resolved.class, (state, resolved) -> "operator resolved it by hand: " + resolved.note())
            .exhaustive();

    private AgreementText() {}

    static String of(Agreement agreement) {
        TccState state = agreement.state();
        return "TCC %s of type %s: %s%n%n%s%n%s"
                .formatted(
                        Text.line(state.id()),
                        Text.line(state.type()),
                        standing(agreement),
                        sides(agreement),
                        log(agreement));
    }

    /** How it stands, in a few words. */
    private static String standing(Agreement agreement) {
        TccState state = agreement.state();
        if (state.needsRepair()) {
            return state.result() + ", needs repair";
        } else if (state.result() == Result.PENDING) {
            Phase phase = state.phaseTwo();
            return phase == null ? "PENDING" : "PENDING, decided to " + phase.text();
        } else if (state.repairOpen()) {
            return state.result() + ", is being repaired";
        }
        boolean resolved = agreement.log().stream().anyMatch(TccEvent.Resolved.class::isInstance);
        boolean repaired = agreement.log().stream().anyMatch(TccEvent.Repaired.class::isInstance);
        if (repaired) {
            return state.result() + ", repaired";
        }
        return state.result() + (resolved ? ", resolved by hand" : "");
    }

    /** What was given up, and why. */
    static String failures(Agreement agreement) {
        Phase phase = agreement.state().phaseTwo();
        return phase == null
                ? ""
                : agreement.sides().stream()
                        .filter(side -> side.step(phase).failed())
                        .map(side -> "%s, %s %s"
                                .formatted(
                                        side.leg().name(),
                                        phase.text(),
                                        side.step(phase).failure()))
                        .collect(Collectors.joining("; "));
    }

    private static String sides(Agreement agreement) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("SIDE", "ASKED", "TRY", "CONFIRM", "CANCEL", "LAST FAILURE"));
        for (Side side : agreement.sides()) {
            Leg leg = side.leg();
            rows.add(row(
                    leg.name(),
                    leg.participant() + " about " + leg.key(),
                    step(side.trying()),
                    step(side.confirming()),
                    step(side.canceling()),
                    failure(side)));
        }
        return Text.table(rows);
    }

    private static String step(Step step) {
        String attempts = " (" + Text.count(step.attempts(), "attempt", "attempts") + ")";
        return switch (step.progress()) {
            case NOT_ASKED -> NOT_ASKED;
            case WAITING -> "waiting" + attempts;
            case POSTPONED -> "again at " + moment(step.due()) + attempts;
            case SUCCEEDED -> "succeeded" + attempts;
            case FAILED -> "failed" + attempts;
        };
    }

    private static String failure(Side side) {
        for (Phase phase : List.of(Phase.CANCEL, Phase.CONFIRM, Phase.TRY)) {
            Answer failure = side.step(phase).failure();
            if (failure != null) {
                return phase.text() + " " + failure;
            }
        }
        return NOT_ASKED;
    }

    private static String log(Agreement agreement) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("WHEN", "WHAT"));
        for (TccEvent event : agreement.log()) {
            rows.add(row(moment(event.at()), words(event)));
        }
        return Text.table(rows);
    }

    /** What has happened, in words. */
    static String words(TccEvent event) {
        return WORDS.apply(TccState.NONE, event);
    }

    private static String started(TccEvent.Started started) {
        String asked = started.legs().stream()
                .map(leg -> "%s of %s about %s".formatted(leg.name(), leg.participant(), leg.key()))
                .collect(Collectors.joining(", "));
        return "started: " + (asked.isEmpty() ? "nobody is asked" : asked);
    }

    private static String attempt(int number) {
        return "attempt " + number;
    }

    private static String moment(@Nullable Instant at) {
        return at == null ? NOT_ASKED : at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
