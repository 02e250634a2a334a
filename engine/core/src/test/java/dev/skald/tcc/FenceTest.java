/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static dev.skald.tcc.Phase.CANCEL;
import static dev.skald.tcc.Phase.CONFIRM;
import static dev.skald.tcc.Phase.TRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.tcc.Fence.Admission;
import dev.skald.tcc.Fence.Status;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FenceTest {

    private static final Answer FAILED = Answer.failed("sold-out", "no seat is left");
    private static final Answer RETRY = Answer.retry("down", "the database is not there");

    @Test
    @Tag("T18")
    void whatSucceededRunsOnceAndIsAnsweredAgain() {
        assertThat(admit(TRY, Status.TRY_DONE)).isInstanceOf(Admission.Repeat.class);
        assertThat(admit(TRY, Status.CONFIRMED)).isInstanceOf(Admission.Repeat.class);
        assertThat(admit(CONFIRM, Status.CONFIRMED)).isInstanceOf(Admission.Repeat.class);
        assertThat(admit(CANCEL, Status.CANCELED)).isInstanceOf(Admission.Repeat.class);
    }

    @Test
    @Tag("T18")
    void aTryThatFailedRunsOnceAndIsAnsweredAgain() {
        assertThat(admit(TRY, Status.TRY_FAILED)).isInstanceOf(Admission.Repeat.class);
    }

    @Test
    @Tag("T18")
    void aTryThatWasInterruptedHasFailedAndDoesNotRunAgain() {
        assertThat(admit(TRY, Status.TRY_STARTED)).isInstanceOfSatisfying(Admission.Settle.class, settle -> {
            assertThat(settle.status()).isEqualTo(Status.TRY_FAILED);
            assertThat(settle.answer().kind()).isEqualTo(Answer.Kind.FAILED);
            assertThat(settle.answer().code()).isEqualTo("interrupted");
        });
    }

    @Test
    void whatIsAskedForTheFirstTimeRuns() {
        assertThat(admit(TRY, Status.NEVER_SEEN)).isInstanceOf(Admission.Run.class);
        assertThat(admit(CONFIRM, Status.TRY_DONE)).isInstanceOf(Admission.Run.class);
        assertThat(admit(CANCEL, Status.TRY_DONE)).isInstanceOf(Admission.Run.class);
    }

    @Test
    @Tag("T19")
    void aCancelWithoutATrySucceedsDoesNotRunAndIsRemembered() {
        assertThat(admit(CANCEL, Status.NEVER_SEEN)).isEqualTo(new Admission.Settle(Status.CANCELED, Answer.done()));
    }

    @Test
    @Tag("T20")
    void aTryAfterItsCancelIsRefused() {
        assertThat(admit(TRY, Status.CANCELED)).satisfies(refusedWith("canceled-before"));
    }

    @Test
    @Tag("T21")
    void aCancelAfterAFailedTryRunsOnlyIfThatMayHaveLeftSomethingOutside() {
        assertThat(Fence.admit(CANCEL, Status.TRY_FAILED, true)).isInstanceOf(Admission.Run.class);
        assertThat(Fence.admit(CANCEL, Status.TRY_FAILED, false))
                .isEqualTo(new Admission.Settle(Status.CANCELED, Answer.done()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("T21")
    void aCancelAfterAnInterruptedTryRuns(boolean effectsOutside) {
        assertThat(Fence.admit(CANCEL, Status.TRY_STARTED, effectsOutside)).isInstanceOf(Admission.Run.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"NEVER_SEEN", "TRY_STARTED", "TRY_FAILED"})
    @Tag("T22")
    void aConfirmWithoutATryThatSucceededIsRefused(Status status) {
        assertThat(admit(CONFIRM, status)).satisfies(refusedWith("not-tried"));
    }

    @Test
    void neverBothConfirmedAndCanceled() {
        assertThat(admit(CONFIRM, Status.CANCELED)).satisfies(refusedWith("canceled-before"));
        assertThat(admit(CANCEL, Status.CONFIRMED)).satisfies(refusedWith("confirmed-before"));
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void whatIsDoneIsRememberedAsDone(Phase phase) {
        Status expected = switch (phase) {
            case TRY -> Status.TRY_DONE;
            case CONFIRM -> Status.CONFIRMED;
            case CANCEL -> Status.CANCELED;
        };
        assertThat(Fence.after(phase, Answer.done())).contains(expected);
    }

    @Test
    @Tag("T23")
    void aTryThatThrewHasFailedAndAConfirmOrCancelThatThrewMayRunAgain() {
        assertThat(Fence.after(TRY, FAILED)).contains(Status.TRY_FAILED);
        assertThat(Fence.after(TRY, RETRY)).contains(Status.TRY_FAILED);
        for (Answer answer : new Answer[] {FAILED, RETRY}) {
            assertThat(Fence.after(CONFIRM, answer)).isEmpty();
            assertThat(Fence.after(CANCEL, answer)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    @Tag("T24")
    void onlyWhatIsConfirmedOrCanceledMayBeForgotten(Status status) {
        assertThat(status.isFinal()).isEqualTo(status == Status.CONFIRMED || status == Status.CANCELED);
    }

    private static Admission admit(Phase phase, Status status) {
        return Fence.admit(phase, status, false);
    }

    private static Consumer<Admission> refusedWith(String code) {
        return admission -> assertThat(admission).isInstanceOfSatisfying(Admission.Refuse.class, refuse -> {
            assertThat(refuse.answer().kind()).isEqualTo(Answer.Kind.FAILED);
            assertThat(refuse.answer().code()).isEqualTo(code);
            assertThat(refuse.answer().reason()).startsWith("expected");
        });
    }
}
