/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static dev.skald.tcc.Agreement.ANN;
import static dev.skald.tcc.Agreement.BEN;
import static dev.skald.tcc.Agreement.START;
import static dev.skald.tcc.Agreement.leg;
import static dev.skald.tcc.Agreement.listed;
import static dev.skald.tcc.Agreement.rejectedWith;
import static dev.skald.tcc.Agreement.started;
import static dev.skald.tcc.Agreement.tried;
import static dev.skald.tcc.Phase.CANCEL;
import static dev.skald.tcc.Phase.CONFIRM;
import static dev.skald.tcc.Phase.TRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Decision;
import dev.skald.tcc.Outcome.Result;
import dev.skald.tcc.TccEvent.Order;
import dev.skald.tcc.TccEvent.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TccRulesTest {

    private static final List<String> TRIP = List.of("flight", "hotel", "car");
    private static final Answer DONE = Answer.done();
    private static final Answer SOLD_OUT = Answer.failed("sold-out", "expected a free seat, but there is none");
    private static final Answer DOWN = Answer.retry("down", "the database is not there");

    @Test
    @Tag("T1")
    void allTriesAreAskedForAtOnce() {
        assertThat(started("flight", "hotel", "car").asked())
                .containsExactly("try 1 flight", "try 1 hotel", "try 1 car");
    }

    @Test
    @Tag("T1")
    void oneFailedTryDoesNotKeepTheOthersFromAnswering() {
        Agreement trip = tried(TRIP, SOLD_OUT, DONE);
        assertThat(trip.state().verdict()).isNull();
        assertThat(trip.asked()).isEmpty();
        assertThat(trip.done("car", TRY).state().verdict()).isEqualTo(Verdict.CANCEL);
        assertThat(trip.participant("car").trySucceeded()).isTrue();
    }

    @Test
    @Tag("T1")
    void aTryIsNeverRepeatedWhetherItFailsOrSaysRetryOrDoesNotAnswer() {
        Agreement trip = tried(TRIP, SOLD_OUT, DOWN);
        trip.sleepUntilOver();
        assertThat(trip.log(TccEvent.Asked.class).stream().filter(asked -> asked.phase() == TRY))
                .singleElement()
                .satisfies(asked -> assertThat(asked.legs()).isEqualTo(TRIP));
        assertThat(trip.participant("hotel").failure(TRY)).isEqualTo(DOWN);
        assertThat(trip.code("car", TRY)).isEqualTo("timed-out");
    }

    @Test
    @Tag("T2")
    void whenAllTriesSucceededEverySideIsConfirmed() {
        assertThat(tried(TRIP, DONE, DONE, DONE).asked())
                .containsExactly("confirm 1 flight", "confirm 1 hotel", "confirm 1 car");
    }

    @Test
    @Tag("T2")
    void whenATryFailedEverySideIsCanceledTheFailedOneIncluded() {
        assertThat(tried(TRIP, DONE, SOLD_OUT, DONE).asked())
                .containsExactly("cancel 1 flight", "cancel 1 hotel", "cancel 1 car");
    }

    @Test
    @Tag("T2")
    @Tag("T16")
    void whenATryTimedOutEverySideIsCanceled() {
        Agreement trip = tried(TRIP, DONE, DONE);
        assertThat(trip.after(Duration.ofSeconds(9)).asked()).isEmpty();
        assertThat(trip.after(Duration.ofSeconds(2)).asked())
                .containsExactly("cancel 1 flight", "cancel 1 hotel", "cancel 1 car");
    }

    @Test
    @Tag("T3")
    void aConfirmThatFailsLeadsToNoCancel() {
        Agreement trip = tried(TRIP, DONE, DONE, DONE).answers("flight", CONFIRM, 1, SOLD_OUT);
        trip.done(CONFIRM, "hotel", "car");
        trip.sleepUntilOver();
        assertThat(trip.outcome().result()).isEqualTo(Result.CONFIRM_FAILED);
        assertThat(trip.log(TccEvent.Asked.class)).noneMatch(asked -> asked.phase() == CANCEL);
    }

    @Test
    @Tag("T3")
    void aCancelThatFailsLeadsToNoConfirm() {
        Agreement trip = tried(TRIP, DONE, DONE, SOLD_OUT);
        trip.sleepUntilOver();
        assertThat(trip.outcome().result()).isEqualTo(Result.CANCEL_FAILED);
        assertThat(trip.log(TccEvent.Asked.class)).noneMatch(asked -> asked.phase() == CONFIRM);
    }

    @Test
    @Tag("T4")
    void aSideThatFailsAgainAndAgainDoesNotDelayTheOthers() {
        Agreement trip = tried(TRIP, DONE, DONE, DONE).answers("flight", CONFIRM, 1, DOWN);
        assertThat(trip.step("flight", CONFIRM).due()).isEqualTo(START.plusSeconds(1));
        assertThat(trip.answers("hotel", CONFIRM, 1, DOWN)
                        .after(Duration.ofSeconds(1))
                        .asked())
                .containsExactly("confirm 2 flight", "confirm 2 hotel");
        trip.answers("hotel", CONFIRM, 2, DOWN).done("car", CONFIRM);
        assertThat(trip.participant("car").confirmSucceeded()).isTrue();
        assertThat(trip.after(Duration.ofSeconds(2)).asked())
                .as("the flight still works on attempt 2, the hotel is asked for its third")
                .containsExactly("confirm 3 hotel");
    }

    @Test
    @Tag("T5")
    void byDefaultAConfirmThatNeverSucceedsIsCalled11Times() {
        Agreement trip = started(Order.PARALLEL, null, List.of(leg("flight", ParticipantOptions.unset())));
        trip.done("flight", TRY);
        int calls = 1;
        while (!trip.state().hasEnded()) {
            trip.answers("flight", CONFIRM, calls, DOWN);
            if (trip.state().alarm().isPresent()) {
                trip.after(Duration.between(trip.now(), trip.state().alarm().get()));
                calls++;
                assertThat(trip.asked()).containsExactly("confirm " + calls + " flight");
            }
        }
        assertThat(calls).isEqualTo(11);
        assertThat(trip.outcome().result()).isEqualTo(Result.CONFIRM_FAILED);
    }

    @Test
    @Tag("T5")
    void withoutRetriesThereIsOneAttempt() {
        ParticipantOptions once = ParticipantOptions.unset().withRetry(RetryPolicy.DEFAULT.withRetries(0));
        Agreement trip =
                started(Order.PARALLEL, null, List.of(leg("flight", once))).done("flight", TRY);
        trip.answers("flight", CONFIRM, 1, DOWN);
        assertThat(trip.outcome().result()).isEqualTo(Result.CONFIRM_FAILED);
        assertThat(trip.state().alarm()).isEmpty();
    }

    @Test
    @Tag("T5")
    void anAttemptThatIsNotAnsweredCountsAsFailedAndIsRepeated() {
        Agreement trip = started("flight").done("flight", TRY);
        trip.after(Duration.ofSeconds(11));
        assertThat(trip.code("flight", CONFIRM)).isEqualTo("timed-out");
        assertThat(trip.after(Duration.ofSeconds(1)).asked()).containsExactly("confirm 2 flight");
    }

    @Test
    @Tag("T7")
    void aPermanentErrorStopsTheRetriesOfItsSideAtOnce() {
        Agreement trip = tried(TRIP, DONE, DONE, DONE).answers("flight", CONFIRM, 1, SOLD_OUT);
        assertThat(trip.step("flight", CONFIRM).failed()).isTrue();
        assertThat(trip.step("hotel", CONFIRM).isGoingOn()).isTrue();
        trip.done(CONFIRM, "hotel", "car");
        assertThat(trip.outcome().result()).isEqualTo(Result.CONFIRM_FAILED);
        assertThat(trip.log(TccEvent.Asked.class)).allMatch(asked -> asked.attempt() == 1);
    }

    @Test
    @Tag("T7")
    void aPermanentErrorThatComesLateStopsTheRetriesToo() {
        Agreement trip = started("flight").done("flight", TRY).after(Duration.ofSeconds(11));
        trip.answers("flight", CONFIRM, 1, SOLD_OUT);
        assertThat(trip.outcome().result()).isEqualTo(Result.CONFIRM_FAILED);
    }

    @Test
    @Tag("T8")
    void whenAllConfirmedItIsConfirmed() {
        Agreement trip = tried(TRIP, DONE, DONE, DONE).done(CONFIRM, "flight", "hotel");
        assertThat(trip.outcome().result()).isEqualTo(Result.PENDING);
        assertThat(trip.done("car", CONFIRM).outcome().result()).isEqualTo(Result.CONFIRMED);
        assertThat(trip.effects()).containsExactly(new TccEffect.Tell(ANN, trip.outcome()));
        assertThat(trip.outcome().isConfirmed()).isTrue();
    }

    @Test
    @Tag("T8")
    void whenATryFailedAndAllWereCanceledTheTryFailed() {
        Agreement trip = tried(TRIP, DONE, SOLD_OUT, DONE).done(CANCEL, "flight", "hotel", "car");
        assertThat(trip.outcome().result()).isEqualTo(Result.TRY_FAILED);
        assertThat(trip.outcome().tryFailed()).containsExactly("hotel");
        assertThat(trip.effects()).containsExactly(new TccEffect.Tell(ANN, trip.outcome()));
    }

    @Test
    @Tag("T8")
    void whenRetriesAreExhaustedItNeedsRepair() {
        Agreement trip = tried(TRIP, DONE, DONE, DONE).done(CONFIRM, "flight", "hotel");
        trip.sleepUntilOver();
        assertThat(trip.outcome().result()).isEqualTo(Result.CONFIRM_FAILED);
        assertThat(trip.outcome().confirmFailed()).containsExactly("car");
        assertThat(trip.effects())
                .contains(new TccEffect.Tell(ANN, trip.outcome()), new TccEffect.NeedsRepair(trip.outcome()));
    }

    @Test
    @Tag("T8")
    void withoutParticipantsItIsConfirmedAtOnce() {
        Agreement nothing = started();
        assertThat(nothing.outcome().result()).isEqualTo(Result.CONFIRMED);
        assertThat(nothing.effects()).containsExactly(new TccEffect.Tell(ANN, nothing.outcome()));
        assertThat(nothing.state().alarm()).isEmpty();
    }

    @Test
    @Tag("T11")
    void runsOfTheSameDefinitionShareNothing() {
        Agreement first = tried(TRIP, DONE, SOLD_OUT, DONE);
        Agreement second = tried(TRIP, DONE, DONE, DONE).done(CONFIRM, "flight", "hotel", "car");
        first.done(CANCEL, "flight", "hotel", "car");
        assertThat(first.outcome().result()).isEqualTo(Result.TRY_FAILED);
        assertThat(second.outcome().result()).isEqualTo(Result.CONFIRMED);
    }

    @Test
    @Tag("T12")
    void startedTwiceItRunsOnceAndTellsBothCallers() {
        Agreement trip = started("flight");
        trip.send(start("trip", BEN));
        assertThat(trip.asked()).isEmpty();
        trip.send(start("trip", BEN));
        assertThat(trip.log(TccEvent.CallerJoined.class)).hasSize(1);
        trip.done("flight", TRY).done("flight", CONFIRM);
        assertThat(trip.effects())
                .containsExactly(new TccEffect.Tell(ANN, trip.outcome()), new TccEffect.Tell(BEN, trip.outcome()));
    }

    @Test
    @Tag("T12")
    void startedAgainOrJoinedAfterItsEndItChangesNothing() {
        Agreement trip = started("flight").done("flight", TRY).done("flight", CONFIRM);
        TccState ended = trip.state();
        assertThat(trip.send(start("trip", BEN))).isEqualTo(Decision.nothing());
        assertThat(trip.send(new TccCommand.Join(BEN, START))).isEqualTo(Decision.nothing());
        assertThat(trip.state()).isEqualTo(ended);
    }

    @Test
    @Tag("T12")
    void anIdThatBelongsToAnotherTypeIsRefused() {
        assertThat(started("flight").send(start("payment", BEN))).satisfies(rejectedWith("tcc-id-taken"));
    }

    @Test
    @Tag("T12")
    void callersMayJoinUntilTheyAreTooMany() {
        Agreement trip = started("flight");
        for (int i = 1; i < TccRules.MOST_CALLERS; i++) {
            trip.send(new TccCommand.Join(new Caller("caller " + i, 0, "1"), START));
        }
        assertThat(trip.state().callers()).hasSize(TccRules.MOST_CALLERS);
        assertThat(trip.send(new TccCommand.Join(BEN, START))).satisfies(rejectedWith("too-many-callers"));
        assertThat(trip.send(new TccCommand.Join(ANN, START))).isEqualTo(Decision.nothing());
        trip.done("flight", TRY).done("flight", CONFIRM);
        assertThat(trip.effects()).hasSize(TccRules.MOST_CALLERS);
    }

    @Test
    @Tag("T13")
    void theDecisionIsRecordedBeforeAnyRequestThatFollowsFromIt() {
        for (Answer last : List.of(DONE, SOLD_OUT)) {
            List<TccEvent> log = tried(TRIP, DONE, DONE, last).log();
            int decided = indexOf(log, TccEvent.Decided.class);
            assertThat(log.subList(0, decided)).noneMatch(TccRulesTest::isOfPhaseTwo);
            assertThat(log.subList(decided, log.size())).anyMatch(TccRulesTest::isOfPhaseTwo);
        }
    }

    @Test
    @Tag("T16")
    void eachTryHasItsOwnTimeAndTheWholeHasADeadline() {
        Agreement trip = started(
                Order.PARALLEL,
                START.plusSeconds(5),
                List.of(
                        leg("flight", ParticipantOptions.unset().withTryTimeout(Duration.ofSeconds(1))),
                        leg("hotel", ParticipantOptions.unset().withTryTimeout(Duration.ofMinutes(1)))));
        trip.after(Duration.ofMillis(1_100));
        assertThat(trip.step("flight", TRY).failed()).isTrue();
        assertThat(trip.state().verdict()).isNull();
        assertThat(trip.state().alarm()).contains(START.plusSeconds(5));
        trip.after(Duration.ofMillis(3_900));
        assertThat(trip.state().verdict()).isEqualTo(Verdict.CANCEL);
        assertThat(trip.outcome().tryFailed()).containsExactly("flight", "hotel");
    }

    @Test
    @Tag("T16")
    void aParticipantThatSaysItStillWorksHasItsTimeAnewButNotBeyondTheDeadline() {
        Agreement trip = started(Order.PARALLEL, START.plusSeconds(15), List.of(leg("flight")));
        trip.after(Duration.ofSeconds(9)).answers("flight", TRY, 1, Answer.working());
        assertThat(trip.after(Duration.ofSeconds(5)).state().verdict()).isNull();
        trip.answers("flight", TRY, 1, Answer.working());
        assertThat(trip.after(Duration.ofSeconds(1)).state().verdict()).isEqualTo(Verdict.CANCEL);
    }

    @Test
    @Tag("T16")
    void aDeadlineBeforeTheStartCancelsAtOnce() {
        Agreement trip = started(Order.PARALLEL, START.minusSeconds(1), List.of(leg("flight")));
        assertThat(trip.after(Duration.ZERO).asked()).containsExactly("cancel 1 flight");
    }

    @Test
    @Tag("T16")
    void confirmsAreNotBoundByTheDeadline() {
        Agreement trip = started(Order.PARALLEL, START.plusSeconds(5), List.of(leg("flight")))
                .done("flight", TRY);
        trip.after(Duration.ofSeconds(6));
        assertThat(trip.done("flight", CONFIRM).outcome().result()).isEqualTo(Result.CONFIRMED);
    }

    @Test
    @Tag("T17")
    void aTryThatSucceedsAfterTheCancelIsCanceledAgainAndTheOutcomeStays() {
        Agreement trip = started("flight", "hotel").done("hotel", TRY).after(Duration.ofSeconds(11));
        trip.done(CANCEL, "flight", "hotel");
        assertThat(trip.outcome().result()).isEqualTo(Result.TRY_FAILED);
        assertThat(trip.answers("flight", TRY, 1, DONE).asked()).containsExactly("cancel 2 flight");
        assertThat(trip.state().alarm()).isPresent();
        trip.answers("flight", CANCEL, 2, DONE);
        assertThat(trip.outcome().result()).isEqualTo(Result.TRY_FAILED);
        assertThat(trip.participant("flight").trySucceeded()).isTrue();
        assertThat(trip.state().alarm()).isEmpty();
    }

    @Test
    @Tag("T17")
    void anAnswerToTheCancelBeforeTheLateTryDoesNotCountForTheCancelAfterIt() {
        Agreement trip = started("flight").after(Duration.ofSeconds(11)).answers("flight", CANCEL, 1, DONE);
        trip.answers("flight", TRY, 1, DONE).answers("flight", CANCEL, 1, DONE);
        assertThat(trip.step("flight", CANCEL).isGoingOn()).isTrue();
        assertThat(trip.answers("flight", CANCEL, 2, DONE)
                        .step("flight", CANCEL)
                        .succeeded())
                .isTrue();
    }

    @Test
    @Tag("T17")
    void aTryThatSucceedsLateButBeforeTheDecisionCountsAsFailed() {
        Agreement trip = started(
                Order.PARALLEL,
                null,
                List.of(leg("flight", ParticipantOptions.unset().withTryTimeout(Duration.ofSeconds(1))), leg("hotel")));
        trip.after(Duration.ofSeconds(2)).answers("flight", TRY, 1, DONE);
        assertThat(trip.state().verdict()).isNull();
        assertThat(trip.done("hotel", TRY).asked()).containsExactly("cancel 1 flight", "cancel 1 hotel");
    }

    @Test
    @Tag("T17")
    @Tag("T25")
    void aCancelThatFailsAfterALateTryNeedsRepairThoughTheOutcomeStays() {
        Agreement trip = started("flight").after(Duration.ofSeconds(11)).answers("flight", CANCEL, 1, DONE);
        trip.answers("flight", TRY, 1, DONE).answers("flight", CANCEL, 2, SOLD_OUT);
        assertThat(trip.outcome().result()).isEqualTo(Result.TRY_FAILED);
        assertThat(trip.state().needsRepair()).isTrue();
        assertThat(trip.effects()).containsExactly(new TccEffect.NeedsRepair(trip.outcome()));
        assertThat(trip.retries("again").asked()).containsExactly("cancel 3 flight");
    }

    @Test
    void inListedOrderEachIsAskedWhenTheOneBeforeIsOver() {
        Agreement trip = listed("flight", "hotel", "car");
        assertThat(trip.asked()).as("tries are asked for at once all the same").hasSize(3);
        assertThat(trip.done(TRY, "flight", "hotel", "car").asked()).containsExactly("confirm 1 flight");
        assertThat(trip.answers("flight", CONFIRM, 1, DOWN).asked()).isEmpty();
        assertThat(trip.after(Duration.ofSeconds(1)).asked()).containsExactly("confirm 2 flight");
        assertThat(trip.answers("flight", CONFIRM, 2, SOLD_OUT).asked())
                .as("one that was given up does not hold up the next")
                .containsExactly("confirm 1 hotel");
        assertThat(trip.done("hotel", CONFIRM).asked()).containsExactly("confirm 1 car");
        assertThat(trip.done("car", CONFIRM).outcome().result()).isEqualTo(Result.CONFIRM_FAILED);
    }

    @Test
    @Tag("T18")
    void anAnswerThatComesTwiceChangesNothing() {
        Agreement trip = tried(TRIP, DONE, SOLD_OUT);
        for (Answer again : List.of(DONE, SOLD_OUT, DOWN, Answer.working())) {
            trip.answers("flight", TRY, 1, again);
        }
        assertThat(trip.log(TccEvent.Answered.class)).hasSize(2);
        trip.done("car", TRY).done("flight", CANCEL);
        for (Answer again : List.of(DONE, SOLD_OUT, DOWN, Answer.working())) {
            assertThat(trip.answers("flight", CANCEL, 1, again).effects()).isEmpty();
        }
        assertThat(trip.log(TccEvent.Answered.class)).hasSize(4);
    }

    @Test
    void answersThatNobodyAskedForAreRefused() {
        Agreement trip = started("flight");
        assertThat(trip.send(report("train", TRY, 1))).satisfies(rejectedWith("unknown-participant"));
        assertThat(trip.send(report("flight", TRY, 2))).satisfies(rejectedWith("unknown-attempt"));
        assertThat(trip.send(report("flight", TRY, 0))).satisfies(rejectedWith("unknown-attempt"));
        assertThat(trip.send(report("flight", CONFIRM, 1))).satisfies(rejectedWith("unknown-attempt"));
        assertThat(trip.log()).hasSize(2);
    }

    @Test
    void whatWasNeverStartedKnowsNothing() {
        TccRules rules = new TccRules();
        for (TccCommand command : List.of(
                report("flight", TRY, 1),
                new TccCommand.Join(ANN, START),
                new TccCommand.Wake(START),
                new TccCommand.Retry("", START),
                new TccCommand.Resolve("", START))) {
            assertThat(rules.decide(TccState.NONE, command)).satisfies(rejectedWith("unknown-tcc"));
        }
        assertThat(TccState.NONE.alarm()).isEmpty();
    }

    @Test
    void twoSidesOfOneNameAreRefused() {
        assertThat(started("flight", "flight").log()).isEmpty();
    }

    @Test
    @Tag("T26")
    void theLogTellsWhoWasAskedWhoAnsweredWhatWhenAndAtWhichAttempt() {
        Agreement trip = started("flight").done("flight", TRY).answers("flight", CONFIRM, 1, DOWN);
        trip.after(Duration.ofSeconds(1)).done("flight", CONFIRM);
        Instant later = START.plusSeconds(1);
        assertThat(trip.log())
                .containsExactly(
                        new TccEvent.Started(
                                "trip-1", "trip", List.of(leg("flight")), Order.PARALLEL, null, ANN, START),
                        new TccEvent.Asked(TRY, 1, List.of("flight"), START),
                        new TccEvent.Answered("flight", TRY, 1, DONE, START),
                        new TccEvent.Decided(Verdict.CONFIRM, START),
                        new TccEvent.Asked(CONFIRM, 1, List.of("flight"), START),
                        new TccEvent.Answered("flight", CONFIRM, 1, DOWN, START),
                        new TccEvent.Postponed("flight", CONFIRM, later, START),
                        new TccEvent.Asked(CONFIRM, 2, List.of("flight"), later),
                        new TccEvent.Answered("flight", CONFIRM, 2, DONE, later),
                        new TccEvent.Ended(Result.CONFIRMED, later));
    }

    @Test
    void somethingIsAlwaysDueWhileSomethingIsWaitedFor() {
        Agreement trip = started("flight", "hotel");
        assertThat(trip.state().alarm()).contains(trip.step("flight", TRY).due());
        trip.done("flight", TRY);
        assertThat(trip.state().alarm()).contains(trip.step("hotel", TRY).due());
        trip.done("hotel", TRY).answers("hotel", CONFIRM, 1, DOWN);
        assertThat(trip.state().alarm()).contains(START.plusSeconds(1));
        trip.done("flight", CONFIRM).after(Duration.ofSeconds(1)).done("hotel", CONFIRM);
        assertThat(trip.state().alarm()).isEmpty();
    }

    @Test
    void dueTimesAreRoundedUpALittleSoThatTheyMeet() {
        Agreement trip = tried(List.of("flight", "hotel"), DONE);
        Instant due = trip.step("hotel", TRY).due();
        assertThat(Duration.between(START, due)).isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_625));
    }

    private static TccCommand start(String type, Caller caller) {
        return new TccCommand.Start("trip-1", type, List.of(leg("flight")), Order.PARALLEL, null, caller, START);
    }

    private static TccCommand report(String side, Phase phase, int attempt) {
        return new TccCommand.Report(side, phase, attempt, DONE, START);
    }

    private static boolean isOfPhaseTwo(TccEvent event) {
        return event instanceof TccEvent.Asked asked && asked.phase() != TRY;
    }

    private static int indexOf(List<TccEvent> log, Class<?> type) {
        for (int i = 0; i < log.size(); i++) {
            if (type.isInstance(log.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no " + type + " in " + log);
    }
}
