/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static dev.skald.tcc.Phase.CANCEL;
import static dev.skald.tcc.Phase.CONFIRM;
import static dev.skald.tcc.Phase.TRY;
import static dev.skald.testing.TccSpec.done;
import static dev.skald.testing.TccSpec.failed;
import static dev.skald.testing.TccSpec.passed;
import static dev.skald.testing.TccSpec.retry;
import static dev.skald.testing.TccSpec.working;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.tcc.Answer;
import dev.skald.tcc.Outcome.Result;
import dev.skald.tcc.ParticipantOptions;
import dev.skald.tcc.RetryPolicy;
import dev.skald.testing.TccSpec.Happening;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TccSpecTest {

    private static final ParticipantOptions TWICE = ParticipantOptions.unset()
            .withTryTimeout(Duration.ofSeconds(1))
            .withRetry(RetryPolicy.DEFAULT.withRetries(1).withJitter(0).withDelays(Duration.ofSeconds(1), 1));

    private final TccSpec trip = TccSpec.of("flight", "hotel");

    @Test
    void itBeginsWithAllTries() {
        trip.given().itself().thenAsked("try 1 flight", "try 1 hotel").thenOutcome(Result.PENDING);
    }

    @Test
    @Tag("T2")
    void whatIsAsExpectedPasses() {
        trip.given(done("flight", TRY))
                .when(failed("hotel", TRY, "sold-out"))
                .thenAsked("cancel 1 flight", "cancel 1 hotel")
                .and()
                .when(done("flight", CANCEL))
                .thenNobodyAsked()
                .thenOutcome(Result.PENDING)
                .and()
                .when(done("hotel", CANCEL))
                .thenOutcome(Result.TRY_FAILED)
                .thenOutcome(outcome -> assertThat(outcome.tryFailed()).containsExactly("hotel"))
                .thenNothingIsWaitedFor()
                .thenNeedsNoRepair();
    }

    @Test
    @Tag("T5")
    @Tag("T16")
    void timePassesOnlyWhereItIsToldTo() {
        trip.with("flight", TWICE)
                .given(done("hotel", TRY), working("flight", TRY))
                .whenPassed(Duration.ofMillis(900))
                .thenNobodyAsked()
                .and()
                .whenPassed(Duration.ofMillis(200))
                .thenAsked("cancel 1 flight", "cancel 1 hotel");
        trip.with("flight", TWICE)
                .given(
                        done("hotel", TRY),
                        done("flight", TRY),
                        done("hotel", CONFIRM),
                        retry("flight", CONFIRM, "down"))
                .whenPassed(Duration.ofSeconds(1))
                .thenAsked("confirm 2 flight")
                .and()
                .when(retry("flight", CONFIRM, "down"))
                .thenOutcome(Result.CONFIRM_FAILED)
                .thenNeedsRepair()
                .and()
                .when(new Happening.Retried("it is up again"))
                .thenAsked("confirm 3 flight")
                .and()
                .when(new Happening.Resolved("by hand"))
                .thenRejected("nothing-to-repair");
    }

    @Test
    @Tag("T17")
    void anAnswerMayBeToAnEarlierAttempt() {
        trip.given(done("flight", TRY), passed(Duration.ofSeconds(11)), done("flight", CANCEL), done("hotel", CANCEL))
                .when(done("hotel", TRY))
                .thenAsked("cancel 2 hotel")
                .thenOutcome(Result.TRY_FAILED)
                .and()
                .when(new Happening.Answered("hotel", CANCEL, 1, Answer.done()))
                .thenNobodyAsked()
                .and()
                .when(done("hotel", CANCEL))
                .thenNothingIsWaitedFor();
    }

    @Test
    void confirmsMayBeListedAndTriesHaveADeadline() {
        trip.inOrder().given(done("flight", TRY), done("hotel", TRY)).itself().thenAsked("confirm 1 flight");
        trip.deadline(Duration.ofSeconds(2))
                .given()
                .whenPassed(Duration.ofSeconds(2))
                .thenAsked("cancel 1 flight", "cancel 1 hotel");
    }

    @Test
    void otherRequestsFailWithTheWholeStory() {
        assertThatThrownBy(() -> trip.given(done("flight", TRY))
                        .when(failed("hotel", TRY, "sold-out"))
                        .thenAsked("confirm 1 flight"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "given    started [flight, hotel], Answered[side=flight, phase=TRY",
                        "so state PENDING, decided null",
                        "when     Answered[side=hotel, phase=TRY, attempt=0, answer=failed sold-out]",
                        "expected the requests [confirm 1 flight]",
                        "but was  the requests [cancel 1 flight, cancel 1 hotel]; PENDING, decided CANCEL");
    }

    @Test
    void everyExpectationCanFail() {
        TccSpec.When ended = trip.given(done("flight", TRY), done("hotel", TRY), failed("flight", CONFIRM, "closed"))
                .when(done("hotel", CONFIRM));
        assertThatThrownBy(() -> ended.thenOutcome(Result.CONFIRMED)).hasMessageContaining("CONFIRM_FAILED");
        assertThatThrownBy(ended::thenNeedsNoRepair).hasMessageContaining("it needs repair");
        assertThatThrownBy(() -> ended.thenRejected("unknown-attempt")).hasMessageContaining("unknown-attempt");
        TccSpec.When begun = trip.given().when(done("flight", TRY));
        assertThatThrownBy(begun::thenNeedsRepair).isInstanceOf(AssertionError.class);
        assertThatThrownBy(begun::thenNothingIsWaitedFor).isInstanceOf(AssertionError.class);
        assertThatThrownBy(begun.and().when(done("hotel", TRY))::thenNobodyAsked)
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() ->
                        trip.given().when(done("train", TRY)).thenNobodyAsked().thenAsked("x"))
                .hasMessageContaining("a rejection with code unknown-participant");
    }
}
