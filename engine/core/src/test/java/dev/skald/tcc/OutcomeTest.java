/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static dev.skald.tcc.Phase.CANCEL;
import static dev.skald.tcc.Phase.CONFIRM;
import static dev.skald.tcc.Phase.TRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.skald.tcc.Outcome.Participant;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final List<String> BOTH = List.of("flight", "hotel");
    private static final Answer DONE = Answer.done();
    private static final Answer SOLD_OUT = Answer.failed("sold-out", "no seat is left");
    private static final Answer CLOSED = Answer.failed("closed", "the account is closed");

    @Test
    @Tag("T9")
    void aFailedTryNamesThePhaseAndEveryFailedSideWithItsCause() {
        Agreement trip = Agreement.tried(List.of("flight", "hotel", "car"), SOLD_OUT, DONE)
                .after(Duration.ofSeconds(11))
                .done(CANCEL, "flight", "hotel", "car");
        TccFailedException failed = failure(trip);
        assertThat(failed.phase()).isEqualTo(TRY);
        assertThat(failed.failed()).containsExactly("flight", "car");
        assertThat(failed.causes(TRY))
                .containsEntry("flight", SOLD_OUT)
                .containsEntry("car", Answer.retry("timed-out", "no answer came in time"))
                .hasSize(2);
        assertThat(failed)
                .hasMessage("try of TCC trip-1 failed: flight (failed sold-out: no seat is left), "
                        + "car (retry timed-out: no answer came in time)");
    }

    @Test
    @Tag("T9")
    void aFailedCancelKeepsTheCausesOfTheFailedTry() {
        Agreement trip =
                Agreement.tried(BOTH, SOLD_OUT, DONE).done("flight", CANCEL).answers("hotel", CANCEL, 1, CLOSED);
        TccFailedException failed = failure(trip);
        assertThat(failed.phase()).isEqualTo(CANCEL);
        assertThat(failed.failed()).containsExactly("hotel");
        assertThat(failed.causes(CANCEL)).isEqualTo(Map.of("hotel", CLOSED));
        assertThat(failed.causes(TRY)).isEqualTo(Map.of("flight", SOLD_OUT));
        assertThat(failed)
                .hasMessage("cancel of TCC trip-1 failed: hotel (failed closed: the account is closed); "
                        + "before that, try failed: flight (failed sold-out: no seat is left)");
    }

    @Test
    @Tag("T9")
    void aFailedConfirmDoesNotNameASideThatSucceededInTheEnd() {
        Agreement trip = Agreement.tried(BOTH, DONE, DONE)
                .answers("flight", CONFIRM, 1, Answer.retry("down", ""))
                .after(Duration.ofSeconds(1))
                .answers("flight", CONFIRM, 2, DONE)
                .answers("hotel", CONFIRM, 1, CLOSED);
        TccFailedException failed = failure(trip);
        assertThat(failed.phase()).isEqualTo(CONFIRM);
        assertThat(failed.causes(CONFIRM)).isEqualTo(Map.of("hotel", CLOSED));
        assertThat(failed).hasMessage("confirm of TCC trip-1 failed: hotel (failed closed: the account is closed)");
    }

    @Test
    @Tag("T9")
    void whatWasRepairedSinceSaysSo() {
        Agreement trip = Agreement.started("flight")
                .done("flight", TRY)
                .answers("flight", CONFIRM, 1, CLOSED)
                .retries("opened")
                .done("flight", CONFIRM);
        assertThat(failure(trip)).hasMessage("confirm of TCC trip-1 failed: it was repaired since");
    }

    @Test
    void whatGoesOnHasNotFailed() {
        Outcome pending = Agreement.started("flight").outcome();
        assertThatIllegalStateException()
                .isThrownBy(pending::orElseThrow)
                .withMessage("expected a TCC that has ended, but trip-1 goes on");
    }

    @Test
    void whatIsConfirmedThrowsNothing() {
        Outcome confirmed = Agreement.started("flight")
                .done("flight", TRY)
                .done("flight", CONFIRM)
                .outcome();
        assertThat(confirmed.orElseThrow()).isSameAs(confirmed);
    }

    @Test
    @Tag("T10")
    void eachFlagFollowsItsOwnStep() {
        Agreement trip = Agreement.started("flight", "hotel");
        assertThat(flags(trip, "flight")).isEqualTo("100000");
        trip.done("flight", TRY);
        assertThat(flags(trip, "flight")).isEqualTo("110000");
        assertThat(flags(trip, "hotel")).isEqualTo("100000");
        trip.done("hotel", TRY);
        assertThat(flags(trip, "flight")).isEqualTo("111000");
        trip.done("flight", CONFIRM);
        assertThat(flags(trip, "flight")).isEqualTo("111100");
        assertThat(flags(trip, "hotel")).isEqualTo("111000");
    }

    @Test
    @Tag("T10")
    void aSideWhoseTryFailedMayHaveBeenCanceled() {
        Agreement trip = Agreement.tried(BOTH, SOLD_OUT, DONE);
        assertThat(flags(trip, "flight")).isEqualTo("100010");
        assertThat(flags(trip, "hotel")).isEqualTo("110010");
        trip.done("flight", CANCEL);
        assertThat(flags(trip, "flight")).isEqualTo("100011");
        assertThat(flags(trip, "hotel")).isEqualTo("110010");
    }

    @Test
    void sidesAreInTheOrderOfTheDefinition() {
        assertThat(Agreement.started("z", "a", "m").outcome().participants()).containsOnlyKeys("z", "a", "m");
        assertThat(Agreement.started("z", "a", "m").outcome().participants().keySet())
                .containsExactly("z", "a", "m");
    }

    @Test
    void longCodesAndReasonsAreCutBetweenCharacters() {
        Answer answer = Answer.failed("c".repeat(5_000), "r".repeat(Answer.MOST_REASON - 1) + "\uD83D\uDE00");
        assertThat(answer.code()).hasSize(Answer.MOST_CODE);
        assertThat(answer.reason()).isEqualTo("r".repeat(Answer.MOST_REASON - 1));
    }

    @Test
    void kindsAndPhasesHaveNames() {
        for (Answer.Kind kind : Answer.Kind.values()) {
            assertThat(Answer.Kind.parse(kind.text())).isEqualTo(kind);
        }
        for (Phase phase : Phase.values()) {
            assertThat(Phase.parse(phase.text())).isEqualTo(phase);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Answer.Kind.parse("maybe"));
        assertThatIllegalArgumentException().isThrownBy(() -> Phase.parse("TRY"));
    }

    private static TccFailedException failure(Agreement agreement) {
        Outcome outcome = agreement.outcome();
        return catchThrowableOfType(TccFailedException.class, outcome::orElseThrow);
    }

    private static String flags(Agreement agreement, String side) {
        Participant standing = agreement.participant(side);
        StringBuilder flags = new StringBuilder();
        for (boolean flag : new boolean[] {
            standing.tried(), standing.trySucceeded(),
            standing.confirmed(), standing.confirmSucceeded(),
            standing.canceled(), standing.cancelSucceeded()
        }) {
            flags.append(flag ? '1' : '0');
        }
        return flags.toString();
    }
}
