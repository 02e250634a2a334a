/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.tcc.Exploration.Seen;
import dev.skald.tcc.Exploration.Setting;
import dev.skald.tcc.Fence.Admission;
import dev.skald.tcc.Fence.Status;
import dev.skald.tcc.Outcome.Result;
import dev.skald.tcc.TccEvent.Order;
import dev.skald.tcc.TccEvent.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which two participants can come to an agreement or not, within small bounds, and rules that are broken
 * on purpose to see that this would be found. With one retry and one failing confirm or cancel at once there are 5.6
 * million states of the world: too many for every build, and nothing more was found in them.
 */
class ExplorationTest {

    private static final List<Boolean> AGGREGATE_AND_WORKER = List.of(false, true);
    private static final Setting SMALL = new Setting(Order.PARALLEL, 0, 1, 0, AGGREGATE_AND_WORKER);
    private static final TccRules RULES = new TccRules();

    static Stream<Setting> settings() {
        return Stream.of(
                SMALL,
                new Setting(Order.LISTED, 0, 0, 1, AGGREGATE_AND_WORKER),
                new Setting(Order.PARALLEL, 1, 0, 0, AGGREGATE_AND_WORKER),
                new Setting(Order.PARALLEL, 0, 0, 1, AGGREGATE_AND_WORKER));
    }

    @ParameterizedTest
    @MethodSource("settings")
    @Tag("T2")
    @Tag("T3")
    @Tag("T13")
    @Tag("T17")
    @Tag("T18")
    void everyWayEndsWellOrOnTheListOfRepairs(Setting setting) {
        Seen seen = new Exploration(RULES, Fence::admit, setting).run();
        System.out.println("explored %s: %s".formatted(setting, seen));
        assertThat(seen.ends())
                .containsOnlyKeys(Result.CONFIRMED, Result.TRY_FAILED, Result.CONFIRM_FAILED, Result.CANCEL_FAILED);
        assertThat(seen.worlds()).isGreaterThan(5_000);
    }

    @Test
    void rulesThatConfirmAfterOneTryAreFound() {
        assertFound(
                changed((state, command) -> {
                    if (command instanceof TccCommand.Report report
                            && report.phase() == Phase.TRY
                            && report.answer().isDone()
                            && state.verdict() == null) {
                        Course course = new Course(state, report.at());
                        course.record(new TccEvent.Answered(
                                report.leg(), report.phase(), report.attempt(), report.answer(), report.at()));
                        course.record(new TccEvent.Decided(Verdict.CONFIRM, report.at()));
                        course.ask(Phase.CONFIRM, 1, Exploration.SIDES);
                        return course.decision();
                    }
                    return RULES.decide(state, command);
                }),
                "decided to confirm what was not tried");
    }

    @Test
    void rulesThatCancelWhenAConfirmFailsAreFound() {
        assertFound(
                changed((state, command) -> {
                    if (command instanceof TccCommand.Report report
                            && report.phase() == Phase.CONFIRM
                            && report.answer().kind() == Answer.Kind.FAILED
                            && state.verdict() == Verdict.CONFIRM) {
                        Course course = new Course(state, report.at());
                        course.ask(Phase.CANCEL, 1, Exploration.SIDES);
                        return course.decision();
                    }
                    return RULES.decide(state, command);
                }),
                "asked for phase two before or against the decision");
    }

    @Test
    void rulesThatAskBeforeTheyDecideAreFound() {
        assertFound(
                changed((state, command) -> {
                    Decision<TccEvent> decision = RULES.decide(state, command);
                    if (decision instanceof Decision.Accepted<TccEvent> accepted) {
                        List<TccEvent> events = new ArrayList<>(accepted.events());
                        Collections.reverse(events);
                        return state.hasBegun() ? Decision.acceptAll(events) : decision;
                    }
                    return decision;
                }),
                "asked for phase two before or against the decision");
    }

    @Test
    void rulesThatDoNotMindTheTimeAreFound() {
        assertFound(
                changed((state, command) ->
                        command instanceof TccCommand.Wake ? Decision.nothing() : RULES.decide(state, command)),
                "time alone leads to no end");
    }

    @Test
    void aParticipantWithoutAFenceIsFound() {
        assertFound(RULES, (phase, status, outside) -> new Admission.Run(), "a try took effect twice");
    }

    @Test
    @Tag("T21")
    void aFenceThatSkipsTheCancelAfterAFailedTryWithEffectsOutsideIsFound() {
        assertFound(
                RULES,
                (phase, status, outside) -> Fence.admit(phase, status, false),
                "it ended, but something is held");
    }

    @Test
    @Tag("T20")
    void aFenceThatLetsATryInAfterItsCancelIsFound() {
        assertFound(
                RULES,
                (phase, status, outside) -> phase == Phase.TRY && status == Status.CANCELED
                        ? new Admission.Run()
                        : Fence.admit(phase, status, outside),
                "a try took effect twice");
    }

    private static void assertFound(Decider<TccState, TccCommand, TccEvent> broken, String problem) {
        assertFound(broken, Fence::admit, problem);
    }

    private static void assertFound(
            Decider<TccState, TccCommand, TccEvent> broken, ModelParticipant.Gate gate, String problem) {
        Exploration exploration = new Exploration(broken, gate, SMALL);
        assertThatThrownBy(exploration::run)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(problem)
                .hasMessageContaining("[side");
    }

    private static Decider<TccState, TccCommand, TccEvent> changed(
            BiFunction<TccState, TccCommand, Decision<TccEvent>> decide) {
        return Decider.of(RULES.initialState(), decide, RULES::evolve);
    }
}
