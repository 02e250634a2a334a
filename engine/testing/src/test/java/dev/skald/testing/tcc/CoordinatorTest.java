/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing.tcc;

import static dev.skald.tcc.Phase.CANCEL;
import static dev.skald.tcc.Phase.CONFIRM;
import static dev.skald.tcc.Phase.TRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Reply;
import dev.skald.internal.command.ReplyHeaders;
import dev.skald.internal.command.Request;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.internal.tcc.TccMessage;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Outcome.Result;
import dev.skald.tcc.ParticipantOptions;
import dev.skald.tcc.RetryPolicy;
import dev.skald.tcc.TccEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The coordinator in its topology: what goes out when something comes in, or when time passes. */
class CoordinatorTest {

    private static final Answer NO = Answer.failed("no", "not this time");
    private static final Answer LATER = Answer.retry("busy", "try later");

    @Test
    @Tag("T1")
    void allTriesAreAskedForAtOnceWithAllThatAParticipantNeeds() {
        try (Agreements agreements = new Agreements()) {
            agreements.start("d-1", "a", "b");

            ParticipantRequest request = agreements.requests("a").get(0);
            assertThat(request.tccId()).isEqualTo("d-1");
            assertThat(request.type()).isEqualTo("deal");
            assertThat(request.side()).isEqualTo("a");
            assertThat(request.phase()).isEqualTo(TRY);
            assertThat(request.attempt()).isEqualTo(1);
            assertThat(request.replyTopic()).isEqualTo("test-tcc-replies");
            assertThat(agreements.requests("b")).hasSize(1);
        }
    }

    @Test
    @Tag("T1")
    @Tag("T2")
    void aFailedTryWaitsForTheOthersAndThenAllAreCancelled() {
        try (Agreements agreements = new Agreements()) {
            agreements.start("d-1", "a", "b");
            agreements.requests("a");
            agreements.answer("d-1", "a", TRY, 1, NO);
            assertThat(agreements.requests("a")).isEmpty();

            agreements.answer("d-1", "b", TRY, 1, Answer.done());

            assertThat(agreements.requests("a"))
                    .extracting(ParticipantRequest::phase)
                    .containsExactly(CANCEL);
            assertThat(agreements.requests("b"))
                    .extracting(ParticipantRequest::phase)
                    .containsExactly(TRY, CANCEL);
            agreements.answer("d-1", "a", CANCEL, 1, Answer.done());
            agreements.answer("d-1", "b", CANCEL, 1, Answer.done());
            assertThat(agreements.told())
                    .extracting(told -> told.getValue().result())
                    .containsExactly(Result.TRY_FAILED);
        }
    }

    @Test
    @Tag("T2")
    @Tag("T16")
    void aTryThatIsNotAnsweredInTimeHasFailedAndIsCancelledToo() {
        try (Agreements agreements = new Agreements()) {
            agreements.start("d-1", "a", "b");
            agreements.answer("d-1", "a", TRY, 1, Answer.done());
            agreements.requests("a");
            agreements.advance(Duration.ofSeconds(9));
            assertThat(agreements.requests("a")).isEmpty();

            agreements.advance(Duration.ofSeconds(2));

            assertThat(agreements.requests("a"))
                    .extracting(ParticipantRequest::phase)
                    .containsExactly(CANCEL);
            assertThat(agreements.requests("b"))
                    .extracting(ParticipantRequest::phase)
                    .containsExactly(TRY, CANCEL);
        }
    }

    @Test
    @Tag("T16")
    void whoeverIsStillWorkingGetsMoreTime() {
        try (Agreements agreements = new Agreements()) {
            agreements.start("d-1", "a");
            agreements.requests("a");
            for (int i = 0; i < 5; i++) {
                agreements.advance(Duration.ofSeconds(9));
                agreements.answer("d-1", "a", TRY, 1, Answer.working());
            }
            assertThat(agreements.requests("a")).isEmpty();

            agreements.answer("d-1", "a", TRY, 1, Answer.done());

            assertThat(agreements.requests("a"))
                    .extracting(ParticipantRequest::phase)
                    .containsExactly(CONFIRM);
        }
    }

    @Test
    @Tag("T16")
    void theDeadlineEndsTheTriesWhateverTheirOwnTimes() {
        try (Agreements agreements = new Agreements(type -> type.deadline(Duration.ofSeconds(3)))) {
            agreements.start("d-1", "a");
            agreements.advance(Duration.ofSeconds(2));
            agreements.answer("d-1", "a", TRY, 1, Answer.working());
            agreements.requests("a");

            agreements.advance(Duration.ofSeconds(2));

            assertThat(agreements.requests("a"))
                    .extracting(ParticipantRequest::phase)
                    .containsExactly(CANCEL);
        }
    }

    @Test
    @Tag("T4")
    @Tag("T5")
    void eachSideIsAskedAgainByItsOwnBackoffUpToElevenTimes() {
        try (Agreements agreements = new Agreements()) {
            agreements.start("d-1", "a", "b");
            agreements.answer("d-1", "a", TRY, 1, Answer.done());
            agreements.answer("d-1", "b", TRY, 1, Answer.done());
            agreements.requests("a");
            agreements.answer("d-1", "b", CONFIRM, 1, Answer.done());
            assertThat(agreements.state("d-1").outcome().participants().get("b").confirmSucceeded())
                    .isTrue();

            int asked = 1;
            Duration shortest = Duration.ofDays(1);
            Duration waited = Duration.ZERO;
            agreements.answer("d-1", "a", CONFIRM, 1, LATER);
            for (int i = 0; i < 60_000 && asked < 20; i++) {
                agreements.advance(Duration.ofMillis(20));
                waited = waited.plusMillis(20);
                List<ParticipantRequest> requests = agreements.requests("a");
                if (!requests.isEmpty()) {
                    asked++;
                    assertThat(requests.get(0).attempt()).isEqualTo(asked);
                    shortest = shortest.compareTo(waited) < 0 ? shortest : waited;
                    waited = Duration.ZERO;
                    agreements.answer("d-1", "a", CONFIRM, asked, LATER);
                }
            }

            assertThat(asked).isEqualTo(11);
            assertThat(shortest).isBetween(Duration.ofMillis(250), Duration.ofMillis(760));
            assertThat(agreements.told())
                    .extracting(told -> told.getValue().result())
                    .containsExactly(Result.CONFIRM_FAILED);
        }
    }

    @Test
    @Tag("T3")
    @Tag("T7")
    @Tag("T8")
    @Tag("T25")
    void aPermanentErrorStopsTheRetriesAndNeedsRepairWhichAnOperatorOrders() {
        try (Agreements agreements = new Agreements()) {
            agreements.start("d-1", "a", "b");
            agreements.answer("d-1", "a", TRY, 1, Answer.done());
            agreements.answer("d-1", "b", TRY, 1, Answer.done());
            agreements.answer("d-1", "b", CONFIRM, 1, Answer.done());
            agreements.requests("a");
            agreements.requests("b");
            agreements.answer("d-1", "a", CONFIRM, 1, NO);

            agreements.advance(Duration.ofMinutes(20));
            assertThat(agreements.requests("a")).isEmpty();
            assertThat(agreements.requests("b")).isEmpty();
            assertThat(agreements.repairs()).extracting(TestRecord::key).containsExactly("d-1");

            agreements.send("d-1", new TccMessage.Retry("it was the network"));
            assertThat(agreements.requests("a"))
                    .extracting(ParticipantRequest::attempt)
                    .containsExactly(2);
            agreements.answer("d-1", "a", CONFIRM, 2, Answer.done());

            assertThat(agreements.repairs()).extracting(TestRecord::value).containsOnlyNulls();
            assertThat(agreements.log("d-1"))
                    .contains(ordered(agreements, "it was the network"))
                    .last()
                    .isInstanceOf(TccEvent.Repaired.class);
            // What callers were told stays what they were told.
            assertThat(agreements.state("d-1").result()).isEqualTo(Result.CONFIRM_FAILED);
        }
    }

    private static TccEvent ordered(Agreements agreements, String note) {
        return agreements.log("d-1").stream()
                .filter(event -> event instanceof TccEvent.RetryOrdered order
                        && order.note().equals(note))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("T25")
    void whatWasPutInOrderByHandLeavesTheListWithANote() {
        try (Agreements agreements = new Agreements()) {
            agreements.start("d-1", "a");
            agreements.answer("d-1", "a", TRY, 1, NO);
            agreements.answer("d-1", "a", CANCEL, 1, NO);
            assertThat(agreements.repairs()).hasSize(1);

            agreements.send("d-1", new TccMessage.Resolve("paid back by hand"));

            assertThat(agreements.repairs()).extracting(TestRecord::value).containsOnlyNulls();
            assertThat(agreements.log("d-1").get(agreements.log("d-1").size() - 1))
                    .isInstanceOfSatisfying(
                            TccEvent.Resolved.class,
                            resolved -> assertThat(resolved.note()).isEqualTo("paid back by hand"));
        }
    }

    @Test
    @Tag("T17")
    void aTryThatSucceedsTooLateIsCancelledAgain() {
        try (Agreements agreements = new Agreements()) {
            agreements.start("d-1", "a");
            agreements.advance(Duration.ofSeconds(11));
            agreements.answer("d-1", "a", CANCEL, 1, Answer.done());
            assertThat(agreements.told()).hasSize(1);
            agreements.requests("a");

            agreements.answer("d-1", "a", TRY, 1, Answer.done());

            assertThat(agreements.requests("a"))
                    .extracting(ParticipantRequest::phase)
                    .containsExactly(CANCEL);
            agreements.answer("d-1", "a", CANCEL, 2, Answer.done());
            assertThat(agreements.told()).isEmpty();
            assertThat(agreements.state("d-1").result()).isEqualTo(Result.TRY_FAILED);
        }
    }

    @Test
    @Tag("T6")
    void theOrchestratorsOptionsOverrideTheParticipants() {
        ParticipantOptions once = ParticipantOptions.unset().withRetry(RetryPolicy.DEFAULT.withRetries(0));
        try (Agreements agreements = new Agreements(type -> type.options(once))) {
            agreements.start("d-1", "a");
            agreements.answer("d-1", "a", TRY, 1, Answer.done());
            agreements.answer("d-1", "a", CONFIRM, 1, LATER);

            assertThat(agreements.told())
                    .extracting(told -> told.getValue().result())
                    .containsExactly(Result.CONFIRM_FAILED);
        }
    }

    @Test
    @Tag("T8")
    void withoutSidesItIsConfirmedAtOnce() {
        try (Agreements agreements = new Agreements()) {
            String caller = agreements.start("d-1");

            assertThat(agreements.told())
                    .containsExactly(Map.entry(caller, new Outcome("d-1", "deal", Result.CONFIRMED, Map.of())));
        }
    }

    @Test
    @Tag("T12")
    void everyCallerIsToldNowOrLater() {
        try (Agreements agreements = new Agreements()) {
            String first = agreements.start("d-1", "a");
            String second = agreements.start("d-1", "a");
            String third = agreements.send("d-1", new TccMessage.Join());
            assertThat(agreements.requests("a")).hasSize(1);
            agreements.answer("d-1", "a", TRY, 1, Answer.done());
            agreements.answer("d-1", "a", CONFIRM, 1, Answer.done());

            assertThat(agreements.told()).extracting(Map.Entry::getKey).containsExactly(first, second, third);
            String late = agreements.send("d-1", new TccMessage.Join());
            assertThat(agreements.told()).extracting(Map.Entry::getKey).containsExactly(late);
        }
    }

    @Test
    void whatIsNotKnownIsRejectedAndWhatCannotBeReadIsADeadLetter() {
        try (Agreements agreements = new Agreements()) {
            agreements.send("d-1", new TccMessage.Start("other", List.of()));
            assertThat(rejection(agreements)).isEqualTo("unknown-tcc-type");
            agreements.send("d-1", new TccMessage.Join());
            assertThat(rejection(agreements)).isEqualTo("unknown-tcc");
            agreements.start("d-1", "c");
            assertThat(rejection(agreements)).isEqualTo("unknown-participant");
            agreements.start("d-1", "a", "a");
            assertThat(rejection(agreements)).isEqualTo("duplicate-participant");

            agreements.send("d-1", "nonsense".getBytes(UTF_8), Request.Kind.COMMAND);
            assertThat(agreements.deadLetters()).hasSize(1);
            List<TestRecord<String, byte[]>> replies = agreements.replies();
            assertThat(ReplyHeaders.kind(replies.get(0).headers())).isEqualTo("failed");
        }
    }

    @Test
    void whoeverCanWriteJsonCanStartAnAgreement() {
        try (Agreements agreements = new Agreements()) {
            String caller = agreements.send("d-1", """
                    {"kind":"start","type":"deal","sides":[
                      {"name":"left","participant":"a","key":"LH1","request":"cGxlYXNl"},
                      {"name":"right","participant":"b","key":"Ritz","request":"cGxlYXNl"}]}
                    """.getBytes(UTF_8), Request.Kind.COMMAND);
            assertThat(agreements.requests("a"))
                    .extracting(ParticipantRequest::side)
                    .containsExactly("left");
            agreements.answer("d-1", "left", TRY, 1, Answer.done());
            agreements.answer("d-1", "right", TRY, 1, Answer.done());
            agreements.answer("d-1", "left", CONFIRM, 1, Answer.done());
            agreements.answer("d-1", "right", CONFIRM, 1, Answer.done());

            assertThat(agreements.told()).extracting(Map.Entry::getKey).containsExactly(caller);
            String joined = agreements.send("d-1", "{\"kind\":\"join\"}".getBytes(UTF_8), Request.Kind.COMMAND);
            assertThat(agreements.told()).extracting(Map.Entry::getKey).containsExactly(joined);
        }
    }

    @Test
    void anAnswerThatNobodyWaitsForChangesNothing() {
        try (Agreements agreements = new Agreements()) {
            agreements.start("d-1", "a");
            int before = agreements.log("d-1").size();
            agreements.answer("d-1", "a", CONFIRM, 1, Answer.done());
            agreements.answer("d-1", "b", TRY, 1, Answer.done());
            agreements.answer("d-2", "a", TRY, 1, Answer.done());

            assertThat(agreements.log("d-1")).hasSize(before);
            assertThat(agreements.deadLetters()).isEmpty();
        }
    }

    private static String rejection(Agreements agreements) {
        TestRecord<String, byte[]> reply = agreements.replies().get(0);
        return ((Reply.Rejected) ReplyHeaders.read(reply.headers(), reply.value())).code();
    }
}
