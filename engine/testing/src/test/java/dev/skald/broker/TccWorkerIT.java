/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.HeaderNames;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.participant.ParticipantAnswer;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.kafka.BrokerUnreachableException;
import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.TccWorker;
import dev.skald.kafka.TopicMismatchException;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Phase;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A worker as a participant, against a real broker; the test asks what a coordinator would. */
@ExtendWith(EmbeddedKafkaExtension.class)
class TccWorkerIT {

    private final ParticipantType<String> type = Notary.type(4);
    private final Notary notary = new Notary();

    private Asker asker(EmbeddedKafka kafka) {
        return new Asker(kafka, type.requestTopic());
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    @Tag("T18")
    void whatIsAskedAgainIsAnsweredAgainAndDoneOnce(EmbeddedKafka kafka) {
        try (TccWorker worker = notary.start(kafka, type);
                Asker asker = asker(kafka)) {
            for (Phase phase : new Phase[] {Phase.TRY, Phase.CONFIRM}) {
                for (int i = 0; i < 3; i++) {
                    assertThat(asker.askAndWait("t-1", phase, "")).isEqualTo(Answer.done());
                }
            }
            for (int i = 0; i < 3; i++) {
                assertThat(asker.askAndWait("t-2", Phase.TRY, "reserve:fail").code())
                        .isEqualTo("no-seal");
            }
            for (int i = 0; i < 3; i++) {
                assertThat(asker.askAndWait("t-2", Phase.CANCEL, "")).isEqualTo(Answer.done());
            }
            assertThat(notary.calls).containsExactly("reserve t-1", "confirm t-1", "reserve t-2", "cancel t-2");
        }
    }

    @Test
    @Tag("T19")
    @Tag("T20")
    void aCancelBeforeItsTryIsDoneWithoutRunningAndTheTryIsRefused(EmbeddedKafka kafka) {
        try (TccWorker worker = notary.start(kafka, type);
                Asker asker = asker(kafka)) {
            assertThat(asker.askAndWait("t-1", Phase.CANCEL, "")).isEqualTo(Answer.done());
            assertThat(asker.askAndWait("t-1", Phase.TRY, ""))
                    .returns(Answer.Kind.FAILED, Answer::kind)
                    .returns("canceled-before", Answer::code);
            assertThat(notary.calls).isEmpty();
        }
    }

    @Test
    @Tag("T21")
    void theCancelOfAFailedTryRunsUnlessSuchATryLeavesNothingBehind(EmbeddedKafka kafka) {
        try (TccWorker worker = notary.start(kafka, type);
                Asker asker = asker(kafka)) {
            asker.askAndWait("t-1", Phase.TRY, "reserve:fail");
            assertThat(asker.askAndWait("t-1", Phase.CANCEL, "")).isEqualTo(Answer.done());
            assertThat(notary.calls).containsExactly("reserve t-1", "cancel t-1");
        }
        try (TccWorker worker = notary.start(kafka, type, builder -> builder.effectsOutside(false));
                Asker asker = asker(kafka)) {
            asker.askAndWait("t-2", Phase.TRY, "reserve:fail");
            assertThat(asker.askAndWait("t-2", Phase.CANCEL, "")).isEqualTo(Answer.done());
            assertThat(notary.calls).endsWith("reserve t-2");
        }
    }

    @Test
    @Tag("T22")
    void aConfirmWithoutATryThatSucceededIsRefused(EmbeddedKafka kafka) {
        try (TccWorker worker = notary.start(kafka, type);
                Asker asker = asker(kafka)) {
            assertThat(asker.askAndWait("t-1", Phase.CONFIRM, "").code()).isEqualTo("not-tried");
            asker.askAndWait("t-2", Phase.TRY, "reserve:fail");
            assertThat(asker.askAndWait("t-2", Phase.CONFIRM, "").code()).isEqualTo("not-tried");
            assertThat(notary.calls).containsExactly("reserve t-2");
        }
    }

    @Test
    @Tag("T23")
    void aTryThatThrowsHasFailedAndAConfirmOrCancelThatThrowsIsAskedAgain(EmbeddedKafka kafka) {
        try (TccWorker worker = notary.start(kafka, type);
                Asker asker = asker(kafka)) {
            assertThat(asker.askAndWait("t-1", Phase.TRY, "reserve:throw-always"))
                    .isEqualTo(Answer.failed(IllegalStateException.class.getName(), "the seal broke"));
            assertThat(asker.askAndWait("t-1", Phase.CANCEL, "cancel:throw-once"))
                    .isEqualTo(Answer.retry(IllegalStateException.class.getName(), "the seal broke"));
            assertThat(asker.askAndWait("t-1", Phase.CANCEL, "cancel:throw-once"))
                    .isEqualTo(Answer.done());

            asker.askAndWait("t-2", Phase.TRY, "");
            assertThat(asker.askAndWait("t-2", Phase.CONFIRM, "confirm:throw-once")
                            .kind())
                    .isEqualTo(Answer.Kind.RETRY);
            assertThat(asker.askAndWait("t-2", Phase.CONFIRM, "confirm:throw-once"))
                    .isEqualTo(Answer.done());
        }
    }

    @Test
    void requestsOfOneKeyWaitForEachOtherAndThoseOfOthersDoNot(EmbeddedKafka kafka) {
        try (TccWorker worker = notary.start(kafka, type);
                Asker asker = asker(kafka)) {
            Headers first = asker.request("t-1", Phase.TRY).headers();
            Headers second = asker.request("t-2", Phase.TRY).headers();
            asker.send("house", "reserve:wait".getBytes(UTF_8), first);
            asker.send("house", "".getBytes(UTF_8), second);
            for (int i = 3; i < 11; i++) {
                assertThat(asker.askAndWait("t-" + i, Phase.TRY, "")).isEqualTo(Answer.done());
            }
            assertThat(notary.calls).startsWith("reserve t-1").doesNotContain("reserve t-2");

            notary.gate.countDown();
            asker.answers("t-2", 1);
            assertThat(notary.calls).endsWith("end of reserve t-1", "reserve t-2");
        }
    }

    @Test
    @Tag("T18")
    void whatIsAskedAgainWhileItRunsIsAnsweredWhenItIsDone(EmbeddedKafka kafka) {
        try (TccWorker worker = notary.start(kafka, type);
                Asker asker = asker(kafka)) {
            asker.ask("t-1", Phase.TRY, "reserve:wait");
            await("it runs", () -> notary.calls.contains("reserve t-1"));
            asker.ask("t-1", Phase.TRY, "reserve:wait");
            assertThat(asker.askAndWait("t-2", Phase.TRY, "")).isEqualTo(Answer.done());
            assertThat(asker.soFar("t-1")).isEmpty();

            notary.gate.countDown();
            assertThat(asker.answers("t-1", 2))
                    .extracting(ParticipantAnswer::answer)
                    .containsExactly(Answer.done(), Answer.done());
            assertThat(notary.calls).containsOnlyOnce("reserve t-1");
        }
    }

    @Test
    @Tag("T16")
    void aFunctionCanSayThatItTakesLonger(EmbeddedKafka kafka) {
        try (TccWorker worker = notary.start(kafka, type);
                Asker asker = asker(kafka)) {
            assertThat(asker.askAndWait("t-1", Phase.TRY, "reserve:slow")).isEqualTo(Answer.working());
            notary.gate.countDown();
            assertThat(asker.answers("t-1", 2).get(1).answer()).isEqualTo(Answer.done());
        }
    }

    @Test
    void aTryIsInterruptedWhenItsTimeIsUpAndWhenItIsCanceled(EmbeddedKafka kafka) {
        try (TccWorker worker = notary.start(kafka, type);
                Asker asker = asker(kafka)) {
            ParticipantRequest soon = asker.request("t-1", Phase.TRY, Duration.ofSeconds(1));
            asker.send("t-1", "reserve:wait".getBytes(UTF_8), soon.headers());
            assertThat(asker.answers("t-1", 1).get(0).answer().code()).isEqualTo(InterruptedException.class.getName());

            asker.ask("t-2", Phase.TRY, "reserve:wait");
            await("it runs", () -> notary.calls.contains("reserve t-2"));
            asker.ask("t-2", Phase.CANCEL, "");
            assertThat(asker.answers("t-2", 2))
                    .extracting(answer -> answer.answer().kind())
                    .containsExactly(Answer.Kind.FAILED, Answer.Kind.DONE);
            assertThat(notary.calls)
                    .containsExactly(
                            "reserve t-1",
                            "interrupted reserve t-1",
                            "reserve t-2",
                            "interrupted reserve t-2",
                            "cancel t-2");
        }
    }

    @Test
    @Tag("T24")
    void whatHasEndedIsForgottenAfterItsRetentionAndATryThatComesThenIsTooLate(EmbeddedKafka kafka) {
        try (TccWorker worker = notary.start(kafka, type, builder -> builder.fenceRetention(Duration.ofMillis(500)));
                Asker asker = asker(kafka)) {
            ParticipantRequest early = asker.request("t-2", Phase.TRY, Duration.ofMillis(100));
            for (int i = 0; i < 20; i++) {
                asker.ask("t-1-" + i, Phase.TRY, "");
                asker.ask("t-1-" + i, Phase.CONFIRM, "");
            }
            asker.askAndWait("t-2", Phase.CANCEL, "");
            asker.askAndWait("t-3", Phase.TRY, "");
            await("all that has ended is gone, and nothing else", () -> entries(kafka) == 1);

            asker.send("t-2", "".getBytes(UTF_8), early.headers());
            assertThat(asker.answers("t-2", 2).get(1).answer().code()).isEqualTo("too-late");
            assertThat(asker.askAndWait("t-3", Phase.CONFIRM, "")).isEqualTo(Answer.done());
            await("the last one is gone", () -> entries(kafka) == 0);
        }
    }

    private long entries(EmbeddedKafka kafka) {
        Map<ByteBuffer, Boolean> latest = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record :
                Topics.read(kafka, type.name() + "-tcc-fence", new ByteArrayDeserializer())) {
            latest.put(ByteBuffer.wrap(record.key()), record.value() != null);
        }
        return latest.values().stream().filter(there -> there).count();
    }

    @Test
    void aRequestThatCannotBeReadIsAnsweredAndKept(EmbeddedKafka kafka) {
        try (TccWorker worker = notary.start(kafka, type);
                Asker asker = asker(kafka)) {
            assertThat(asker.askAndWait("t-1", Phase.TRY, "garbage"))
                    .returns(Answer.Kind.FAILED, Answer::kind)
                    .returns("unreadable", Answer::code);
            assertThat(asker.askAndWait("t-1", Phase.CANCEL, "garbage"))
                    .as("nothing was done")
                    .isEqualTo(Answer.done());

            Headers nowhere = TextHeaders.none();
            asker.request("t-2", Phase.TRY).headers().forEach(header -> {
                boolean replyTopic = header.key().equals(HeaderNames.TCC_REPLY_TOPIC);
                nowhere.add(header.key(), replyTopic ? "no-such-topic".getBytes(UTF_8) : header.value());
            });
            asker.send("t-2", "".getBytes(UTF_8), nowhere);
            asker.send("t-3", "".getBytes(UTF_8), TextHeaders.none());
            assertThat(asker.askAndWait("t-4", Phase.TRY, "")).isEqualTo(Answer.done());

            List<ConsumerRecord<byte[], byte[]>> letters = deadLetters(kafka, 3);
            assertThat(letters)
                    .extracting(letter -> new String(letter.key(), UTF_8))
                    .containsExactlyInAnyOrder("t-1", "t-2", "t-3");
            assertThat(letters)
                    .extracting(letter -> TextHeaders.get(letter.headers(), HeaderNames.DEAD_LETTER_MESSAGE))
                    .anyMatch(message -> message.contains("garbage"))
                    .anyMatch(message -> message.contains("no-such-topic"))
                    .anyMatch(message -> message.contains(HeaderNames.TCC_ID));
            assertThat(notary.calls).containsExactly("reserve t-4");
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(EmbeddedKafka kafka, int number) {
        String topic = type.name() + "-tcc-dead-letters";
        await(
                "there are dead letters",
                () -> Topics.read(kafka, topic, new ByteArrayDeserializer()).size() >= number);
        return Topics.read(kafka, topic, new ByteArrayDeserializer());
    }

    @Test
    void manyMoreRequestsThanMayBeQueuedAreAllAnsweredOnce(EmbeddedKafka kafka) {
        try (TccWorker worker = notary.start(
                        kafka, type, builder -> builder.maxQueued(10).threads(4));
                Asker asker = asker(kafka)) {
            for (int i = 0; i < 1_000; i++) {
                asker.ask("t-" + i, Phase.TRY, "");
                asker.ask("t-" + i, Phase.CONFIRM, "");
            }
            for (int i = 0; i < 1_000; i++) {
                assertThat(asker.answers("t-" + i, 2))
                        .allMatch(answer -> answer.answer().isDone())
                        .hasSize(2);
            }
            assertThat(notary.calls).hasSize(2_000).doesNotHaveDuplicates();
        }
    }

    @Test
    void closingWaitsForWhatRunsAndInterruptsItWhenTimeRunsOut(EmbeddedKafka kafka) {
        try (Asker asker = asker(kafka)) {
            TccWorker worker = notary.start(kafka, type);
            asker.ask("t-1", Phase.TRY, "reserve:wait");
            await("it runs", () -> notary.calls.contains("reserve t-1"));
            assertThat(worker.close(Duration.ofSeconds(2))).isTrue();
            assertThat(worker.isRunning()).isFalse();
            assertThat(worker.failure()).isEmpty();
            assertThat(asker.answers("t-1", 1).get(0).answer().kind()).isEqualTo(Answer.Kind.FAILED);
        }
    }

    @Test
    void withoutABrokerOrWithOtherPartitionsItSaysWhatIsWrong(EmbeddedKafka kafka) {
        notary.start(kafka, type).close();
        assertThatThrownBy(() -> notary.start(kafka, type.withPartitions(5)))
                .isInstanceOf(TopicMismatchException.class)
                .hasMessageContaining(type.requestTopic());
        assertThatThrownBy(() -> TccWorker.of(type, notary)
                        .bootstrapServers("127.0.0.1:1")
                        .start())
                .isInstanceOf(BrokerUnreachableException.class);
    }
}
