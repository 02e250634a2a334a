/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.internal.participant.FenceEntry;
import dev.skald.internal.participant.FenceKey;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.internal.worker.Gate.Verdict.Begin;
import dev.skald.internal.worker.Gate.Verdict.Settle;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Fence.Status;
import dev.skald.tcc.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a request, without a broker. */
class GateTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration RETENTION = Duration.ofHours(1);
    private static final Answer REFUSED = Answer.failed("full", "no room");

    private final Gate careful = gate(true);
    private final Gate clean = gate(false);

    private static Gate gate(boolean effectsOutside) {
        WorkerSettings settings = new WorkerSettings(
                new WorkerTopics("notary", "notary-tcc-requests"),
                "group",
                Map.of(),
                new WorkerSettings.Capacity(1, 1),
                RETENTION,
                effectsOutside,
                () -> NOW);
        return new Gate(settings, (request, record) -> {
            if (record.value().length == 0) {
                throw new IllegalArgumentException("nothing in it");
            }
            return progress -> Answer.done();
        });
    }

    private static Taken taken(Phase phase, Instant answerBy, String value) {
        ParticipantRequest request =
                new ParticipantRequest("t-1", "transfer", "notary", phase, 1, "replies", answerBy, null);
        return new Taken(
                new PartitionWork(new TopicPartition("notary-tcc-requests", 0), "notary-tcc-fence"),
                new ConsumerRecord<>("notary-tcc-requests", 0, 0, "k".getBytes(UTF_8), value.getBytes(UTF_8)),
                request,
                FenceKey.of("k".getBytes(UTF_8), "t-1", "notary"));
    }

    private static Taken taken(Phase phase) {
        return taken(phase, NOW.plusSeconds(10), "deed");
    }

    private static @Nullable FenceEntry entry(Status status) {
        return status == Status.NEVER_SEEN
                ? null
                : new FenceEntry(status, status == Status.TRY_FAILED ? REFUSED : Answer.done(), NOW.minusSeconds(5));
    }

    private static Answer answer(Gate gate, Taken taken, Status status) {
        return ((Settle) gate.judge(taken, entry(status))).answer();
    }

    @Test
    void thatATryWasStartedIsWrittenBeforeItRuns() {
        Begin begin = (Begin) careful.judge(taken(Phase.TRY), null);
        assertThat(begin.first()).map(FenceEntry::status).contains(Status.TRY_STARTED);
        assertThat(((Begin) careful.judge(taken(Phase.CONFIRM), entry(Status.TRY_DONE))).first())
                .isEmpty();
    }

    @Test
    @Tag("T18")
    void whatWasDoneIsAnsweredAgainAndNotDoneAgain() {
        assertThat(answer(careful, taken(Phase.TRY), Status.TRY_DONE)).isEqualTo(Answer.done());
        assertThat(answer(careful, taken(Phase.TRY), Status.TRY_FAILED)).isEqualTo(REFUSED);
        assertThat(answer(careful, taken(Phase.CONFIRM), Status.CONFIRMED)).isEqualTo(Answer.done());
        assertThat(answer(careful, taken(Phase.CANCEL), Status.CANCELED)).isEqualTo(Answer.done());
    }

    @Test
    void aTryThatNobodyKnowsTheEndOfHasFailed() {
        Settle settle = (Settle) careful.judge(taken(Phase.TRY), entry(Status.TRY_STARTED));
        assertThat(settle.answer().code()).isEqualTo("interrupted");
        assertThat(settle.entry()).contains(new FenceEntry(Status.TRY_FAILED, settle.answer(), NOW));
    }

    @Test
    @Tag("T19")
    void aCancelWhoseTryNeverCameIsDoneAndRemembered() {
        Settle settle = (Settle) careful.judge(taken(Phase.CANCEL), null);
        assertThat(settle.answer()).isEqualTo(Answer.done());
        assertThat(settle.entry()).map(FenceEntry::status).contains(Status.CANCELED);
    }

    @Test
    @Tag("T20")
    void aTryAfterItsCancelIsRefused() {
        assertThat(answer(careful, taken(Phase.TRY), Status.CANCELED).code()).isEqualTo("canceled-before");
    }

    @Test
    @Tag("T21")
    void theCancelOfAFailedTryRunsOnlyWhereSuchATryCanHaveEffects() {
        assertThat(careful.judge(taken(Phase.CANCEL), entry(Status.TRY_FAILED))).isInstanceOf(Begin.class);
        Settle settle = (Settle) clean.judge(taken(Phase.CANCEL), entry(Status.TRY_FAILED));
        assertThat(settle.answer()).isEqualTo(Answer.done());
        assertThat(settle.entry()).map(FenceEntry::tried).contains(REFUSED);
    }

    @Test
    @Tag("T22")
    void aConfirmWithoutASuccessfulTryIsRefused() {
        assertThat(answer(careful, taken(Phase.CONFIRM), Status.NEVER_SEEN).code())
                .isEqualTo("not-tried");
        assertThat(answer(careful, taken(Phase.CONFIRM), Status.TRY_FAILED).code())
                .isEqualTo("not-tried");
    }

    @Test
    @Tag("T24")
    void aTryThatNobodyWaitsForDoesNotRunBecauseItsCancelMayBeForgotten() {
        Settle settle = (Settle) careful.judge(taken(Phase.TRY, NOW.minusMillis(1), "deed"), null);
        assertThat(settle.answer().code()).isEqualTo("too-late");
        assertThat(settle.entry()).isEmpty();
        assertThat(answer(careful, taken(Phase.TRY, NOW.minusMillis(1), "deed"), Status.TRY_DONE))
                .isEqualTo(Answer.done());
    }

    @Test
    @Tag("T24")
    void aConfirmThatMayHaveBeenDoneAndForgottenIsToldSo() {
        assertThat(answer(careful, taken(Phase.CONFIRM, NOW.minus(RETENTION).minusMillis(1), "deed"), Status.NEVER_SEEN)
                        .code())
                .isEqualTo("too-late");
        assertThat(careful.judge(taken(Phase.CONFIRM, Instant.EPOCH, "deed"), entry(Status.TRY_DONE)))
                .as("what is not forgotten is never too late")
                .isInstanceOf(Begin.class);
        assertThat(answer(careful, taken(Phase.CANCEL, Instant.EPOCH, "deed"), Status.NEVER_SEEN))
                .isEqualTo(Answer.done());
    }

    @Test
    void aRequestThatCannotBeReadFailsForGoodAndLeavesNothingToBeCanceled() {
        Settle settle = (Settle) careful.judge(taken(Phase.TRY, NOW, ""), null);
        assertThat(settle.answer().kind()).isEqualTo(Answer.Kind.FAILED);
        assertThat(settle.answer().reason()).contains("nothing in it");
        assertThat(settle.entry()).isEmpty();
        assertThat(settle.problem()).isPresent();
    }

    @Test
    @Tag("T23")
    void aConfirmOrCancelThatIsToBeRepeatedLeavesTheFenceAsItIs() {
        Answer retry = Answer.retry("busy", "");
        for (Phase phase : new Phase[] {Phase.CONFIRM, Phase.CANCEL}) {
            assertThat(careful.after(taken(phase), entry(Status.TRY_DONE), retry)
                            .entry())
                    .isEmpty();
        }
        assertThat(careful.after(taken(Phase.TRY), entry(Status.TRY_STARTED), REFUSED)
                        .entry())
                .isEqualTo(Optional.of(new FenceEntry(Status.TRY_FAILED, REFUSED, NOW)));
        assertThat(careful.after(taken(Phase.CONFIRM), entry(Status.TRY_DONE), Answer.done())
                        .entry())
                .map(FenceEntry::status)
                .contains(Status.CONFIRMED);
    }
}
