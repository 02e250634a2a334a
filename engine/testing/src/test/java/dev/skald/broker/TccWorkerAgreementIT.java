/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.kafka.TccType;
import dev.skald.kafka.TccWorker;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Outcome.Result;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import dev.skald.testing.ForkedJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Workers and a coordinator reach agreements. */
@ExtendWith(EmbeddedKafkaExtension.class)
class TccWorkerAgreementIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int AGREEMENTS = 60;

    private final ParticipantType<String> buyers = Notary.type(4);
    private final ParticipantType<String> sellers = Notary.type(4);
    private final TccType sale =
            TccType.named("sale").participant(buyers).participant(sellers).build();
    private final String name = "sales-" + buyers.name();

    @TempDir
    private Path directory;

    private RunningApplication coordinator(EmbeddedKafka kafka) {
        return SkaldApplication.named(name)
                .partitions(2)
                .tcc(sale)
                .build()
                .start(Map.of(
                        "bootstrap.servers",
                        kafka.bootstrapServers(),
                        "state.dir",
                        directory.resolve("state").toString(),
                        "num.standby.replicas",
                        0))
                .awaitRunning(PATIENCE);
    }

    private SkaldClient client(EmbeddedKafka kafka) {
        return SkaldClient.of(name)
                .bootstrapServers(kafka.bootstrapServers())
                .timeout(PATIENCE)
                .connect();
    }

    private CompletableFuture<Outcome> start(SkaldClient client, String id, String buyer, String seller) {
        return client.tcc()
                .start(sale.request(id)
                        .ask("buyer", buyers, "buyer of " + id, buyer)
                        .ask("seller", sellers, "seller of " + id, seller))
                .toCompletableFuture();
    }

    @Test
    @Tag("T2")
    @Tag("T23")
    void eachAgreementIsConfirmedByBothSidesOrCanceledByBoth(EmbeddedKafka kafka) {
        Notary buying = new Notary();
        Notary selling = new Notary();
        try (RunningApplication running = coordinator(kafka);
                TccWorker buyerWorker = buying.start(kafka, buyers);
                TccWorker sellerWorker = selling.start(kafka, sellers);
                SkaldClient client = client(kafka)) {
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < AGREEMENTS; i++) {
                String seller = i % 3 == 0 ? "reserve:fail" : "confirm:throw-once";
                outcomes.add(start(client, "s-" + i, "cancel:throw-once", seller));
            }
            for (int i = 0; i < AGREEMENTS; i++) {
                String id = "s-" + i;
                boolean fails = i % 3 == 0;
                assertThat(outcomes.get(i).join().result()).isEqualTo(fails ? Result.TRY_FAILED : Result.CONFIRMED);
                assertThat(buying.calls).containsOnlyOnce("reserve " + id);
                assertThat(selling.calls).containsOnlyOnce("reserve " + id);
                String happened = fails ? "cancel " : "confirm ";
                String never = fails ? "confirm " : "cancel ";
                assertThat(buying.calls).contains(happened + id).doesNotContain(never + id);
                assertThat(selling.calls).contains(happened + id).doesNotContain(never + id);
            }
            assertThat(buyerWorker.isRunning()).isTrue();
            assertThat(sellerWorker.isRunning()).isTrue();
            assertThat(running.streams().state().isRunningOrRebalancing()).isTrue();
        }
    }

    @Test
    @Tag("T15")
    void anAgreementOutlivesTheWorkerThatDiesWhileItConfirms(EmbeddedKafka kafka) {
        Notary buying = new Notary();
        Path done = directory.resolve("done");
        try (RunningApplication running = coordinator(kafka);
                TccWorker buyerWorker = buying.start(kafka, buyers);
                SkaldClient client = client(kafka)) {
            CompletableFuture<Outcome> outcome;
            try (ForkedJvm first = Notary.fork(kafka, sellers, done)) {
                outcome = start(client, "s-1", "", "confirm:hang-once");
                TccWorkerIT.await(
                        "the seller confirms", () -> Notary.written(done).contains("confirm s-1"));
                assertThat(first.isAlive()).isTrue();
            }
            try (ForkedJvm second = Notary.fork(kafka, sellers, done)) {
                assertThat(outcome.join().result()).isEqualTo(Result.CONFIRMED);
                assertThat(Notary.written(done)).containsOnlyOnce("reserve s-1").doesNotContain("cancel s-1");
                assertThat(second.isAlive()).isTrue();
            }
            assertThat(buying.calls).containsExactly("reserve s-1", "confirm s-1");
            assertThat(buyerWorker.isRunning()).isTrue();
            assertThat(running.streams().state().isRunningOrRebalancing()).isTrue();
        }
    }
}
