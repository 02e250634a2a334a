/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.internal.participant.ParticipantAnswer;
import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.TccWorker;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Phase;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import dev.skald.testing.ForkedJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers that die, share, take over, and lose their broker. */
@ExtendWith(EmbeddedKafkaExtension.class)
class TccWorkerLifecycleIT {

    private final ParticipantType<String> type = Notary.type(4);
    private final Notary notary = new Notary();

    @TempDir
    private Path directory;

    private Asker asker(EmbeddedKafka kafka) {
        return new Asker(kafka, type.requestTopic());
    }

    private List<String> done() {
        return Notary.written(directory.resolve("done"));
    }

    private ForkedJvm fork(EmbeddedKafka kafka) {
        return Notary.fork(kafka, type, directory.resolve("done"));
    }

    @Test
    @Tag("T15")
    void aTryThatWasBegunByAProcessThatDiedHasFailedAndIsCanceled(EmbeddedKafka kafka) {
        notary.start(kafka, type).close();
        try (Asker asker = asker(kafka)) {
            try (ForkedJvm first = fork(kafka)) {
                asker.ask("t-1", Phase.TRY, "reserve:hang-once");
                TccWorkerIT.await("the try runs", () -> done().contains("reserve t-1"));
            }
            try (ForkedJvm second = fork(kafka)) {
                assertThat(asker.answers("t-1", 1).get(0).answer())
                        .returns(Answer.Kind.FAILED, Answer::kind)
                        .returns("interrupted", Answer::code);
                assertThat(asker.askAndWait("t-1", Phase.CANCEL, "")).isEqualTo(Answer.done());
                assertThat(done()).containsExactly("reserve t-1", "cancel t-1");
                assertThat(second.isAlive()).isTrue();
            }
        }
    }

    @Test
    @Tag("T15")
    @Tag("T18")
    void aConfirmThatWasBegunByAProcessThatDiedIsDoneByTheNextOneAndNeverAgain(EmbeddedKafka kafka) {
        notary.start(kafka, type).close();
        try (Asker asker = asker(kafka)) {
            try (ForkedJvm first = fork(kafka)) {
                assertThat(asker.askAndWait("t-1", Phase.TRY, "")).isEqualTo(Answer.done());
                asker.ask("t-1", Phase.CONFIRM, "confirm:hang-once");
                TccWorkerIT.await("the confirm runs", () -> done().contains("confirm t-1"));
            }
            try (ForkedJvm second = fork(kafka)) {
                assertThat(asker.answers("t-1", 2).get(1).answer()).isEqualTo(Answer.done());
            }
            // Killed after it had answered: the next one knows.
            try (ForkedJvm third = fork(kafka)) {
                assertThat(asker.askAndWait("t-1", Phase.TRY, "")).isEqualTo(Answer.done());
                assertThat(asker.askAndWait("t-1", Phase.CONFIRM, "")).isEqualTo(Answer.done());
                assertThat(done()).containsExactly("reserve t-1", "confirm t-1", "confirm t-1");
                assertThat(third.isAlive()).isTrue();
            }
        }
    }

    @Test
    void twoWorkersShareTheRequestsAndOneGoesOnWithThoseOfTheOther(EmbeddedKafka kafka) {
        Notary other = new Notary();
        try (Asker asker = asker(kafka);
                TccWorker here = notary.start(kafka, type)) {
            TccWorker there = other.start(kafka, type);
            int[] number = {0};
            TccWorkerIT.await("both have done something", () -> {
                String id = "a-" + number[0]++;
                assertThat(asker.askAndWait(id, Phase.TRY, "")).isEqualTo(Answer.done());
                return !notary.calls.isEmpty() && !other.calls.isEmpty();
            });
            there.close();
            for (int i = 0; i < number[0]; i++) {
                assertThat(asker.askAndWait("a-" + i, Phase.TRY, "")).isEqualTo(Answer.done());
                assertThat(asker.askAndWait("a-" + i, Phase.CONFIRM, "")).isEqualTo(Answer.done());
            }
            assertThat(notary.calls).doesNotHaveDuplicates();
            assertThat(notary.calls).doesNotContainAnyElementsOf(other.calls);
            assertThat(notary.calls.size() + other.calls.size()).isEqualTo(2 * number[0]);
        }
    }

    @Test
    @Tag("T15")
    void whatADeadWorkerHadIsTakenOver(EmbeddedKafka kafka) {
        try (Asker asker = asker(kafka);
                TccWorker here = notary.start(kafka, type)) {
            try (ForkedJvm there = fork(kafka)) {
                int[] number = {0};
                TccWorkerIT.await("the other has done something", () -> {
                    asker.askAndWait("a-" + number[0]++, Phase.TRY, "");
                    return !done().isEmpty();
                });
                assertThat(there.isAlive()).isTrue();
            }
            for (String call : done()) {
                String id = call.substring(call.indexOf(' ') + 1);
                assertThat(asker.askAndWait(id, Phase.TRY, "")).isEqualTo(Answer.done());
                assertThat(asker.askAndWait(id, Phase.CONFIRM, "")).isEqualTo(Answer.done());
                assertThat(notary.calls).contains("confirm " + id).doesNotContain("reserve " + id);
            }
        }
    }

    @Test
    void whatRunsWhenAnotherWorkerJoinsIsAnsweredOnce(EmbeddedKafka kafka) {
        Notary other = new Notary();
        try (Asker asker = asker(kafka);
                TccWorker here = notary.start(kafka, type)) {
            for (int i = 0; i < 12; i++) {
                asker.ask("t-" + i, Phase.TRY, "reserve:wait");
            }
            TccWorkerIT.await("they run", () -> notary.calls.size() == 12);
            Thread opener = new Thread(() -> {
                TccWorkerIT.await("the other one has come", () -> members(kafka) == 2);
                notary.gate.countDown();
            });
            opener.start();
            try (TccWorker there = other.start(kafka, type)) {
                for (int i = 0; i < 12; i++) {
                    assertThat(asker.answers("t-" + i, 1).get(0).answer()).isEqualTo(Answer.done());
                }
                assertThat(other.calls).isEmpty();
            }
        }
    }

    private int members(EmbeddedKafka kafka) {
        String group = type.name() + "-tcc-worker";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get()
                    .get(group)
                    .members()
                    .size();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fencing the producer from outside aborts the open Kafka transaction; the results are committed by the next. */
    @Test
    void anAbortedKafkaTransactionLosesNoResult(EmbeddedKafka kafka) throws Exception {
        try (Asker asker = asker(kafka);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                TccWorker here = notary.start(kafka, type)) {
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 100; i++) {
                    asker.ask("t-" + round + "-" + i, Phase.TRY, "");
                }
                List<String> ids = admin.listTransactions().all().get().stream()
                        .map(TransactionListing::transactionalId)
                        .filter(id -> id.startsWith(type.name()))
                        .toList();
                assertThat(ids).isNotEmpty();
                admin.fenceProducers(ids).all().get();
            }
            for (int round = 0; round < 5; round++) {
                for (int i = 0; i < 100; i++) {
                    assertThat(asker.answers("t-" + round + "-" + i, 1))
                            .extracting(ParticipantAnswer::answer)
                            .containsOnly(Answer.done());
                }
            }
            assertThat(notary.calls).hasSize(500).doesNotHaveDuplicates();
            assertThat(here.isRunning()).isTrue();
        }
    }

    @Test
    void aFenceThatCannotBeReadStopsTheWorkerWhichSaysWhere(EmbeddedKafka kafka) throws Exception {
        notary.start(kafka, type).close();
        String fence = type.name() + "-tcc-fence";
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(fence, 2, new byte[] {1}, new byte[] {99}))
                    .get();
        }
        try (TccWorker worker = TccWorker.of(type, notary)
                .bootstrapServers(kafka.bootstrapServers())
                .start()) {
            worker.awaitStop();
            assertThat(worker.isRunning()).isFalse();
            assertThat(worker.failure())
                    .hasValueSatisfying(
                            failure -> assertThat(failure).hasMessageContaining("offset 0 of " + fence + "-2"));
        }
    }

    /** A broker of its own, because it is killed. */
    @Test
    @Tag("T15")
    void whatEndsWhileTheBrokerIsDeadIsCommittedWhenItIsBack() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                TccWorker here = notary.start(kafka, type);
                Asker asker = asker(kafka)) {
            asker.askAndWait("t-0", Phase.TRY, "");
            asker.ask("t-1", Phase.TRY, "reserve:wait");
            TccWorkerIT.await("it runs", () -> notary.calls.contains("reserve t-1"));
            kafka.kill();
            notary.gate.countDown();
            TccWorkerIT.await("it has ended", () -> notary.calls.contains("end of reserve t-1"));
            kafka.restart();

            assertThat(asker.answers("t-1", 1).get(0).answer()).isEqualTo(Answer.done());
            assertThat(asker.askAndWait("t-0", Phase.CONFIRM, "")).isEqualTo(Answer.done());
            assertThat(notary.calls).containsExactly("reserve t-0", "reserve t-1", "end of reserve t-1", "confirm t-0");
        }
    }
}
