/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.TccContext;
import dev.skald.kafka.TccFunctions;
import dev.skald.kafka.TccWorker;
import dev.skald.tcc.Answer;
import dev.skald.tcc.ParticipantOptions;
import dev.skald.tcc.Phase;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The worker of the guide. */
@ExtendWith(EmbeddedKafkaExtension.class)
class CardPaymentsIT {

    /** Somebody else's service, which knows what belongs together by a reference. */
    interface PaymentService {

        boolean hold(String reference, String card, long cents);

        void capture(String reference);

        void release(String reference);
    }

    static final ParticipantType<Long> PAYMENTS = ParticipantType.named("payments", Serdes.Long())
            .withOptions(ParticipantOptions.unset().withTryTimeout(Duration.ofSeconds(30)));

    /** What is asked is an amount in cents; the key is the card. */
    record CardPayments(PaymentService service) implements TccFunctions<Long> {

        @Override
        public Answer reserve(TccContext context, Long cents) {
            return service.hold(reference(context), context.key(), cents)
                    ? Answer.done()
                    : Answer.failed("declined", "the card does not have %d cents".formatted(cents));
        }

        @Override
        public Answer confirm(TccContext context, Long cents) {
            service.capture(reference(context));
            return Answer.done();
        }

        @Override
        public Answer cancel(TccContext context, Long cents) {
            service.release(reference(context));
            return Answer.done();
        }

        /** The same for every attempt, so that the service sees what it has seen before. */
        private static String reference(TccContext context) {
            return context.tccId() + "/" + context.side();
        }
    }

    private static TccWorker start(PaymentService service, String servers) {
        return TccWorker.of(PAYMENTS, new CardPayments(service))
                .bootstrapServers(servers)
                .threads(32)
                .start();
    }

    @Test
    void theWorkerOfTheGuideWorks(EmbeddedKafka kafka) {
        InMemoryPayments service = new InMemoryPayments();
        try (TccWorker worker = start(service, kafka.bootstrapServers());
                Asker asker = new Asker(kafka, PAYMENTS.requestTopic())) {
            byte[] cents = Serdes.Long().serializer().serialize("", 700L);
            for (Phase phase : List.of(Phase.TRY, Phase.CONFIRM)) {
                asker.send("card-1", cents, asker.request("t-1", phase).headers());
                asker.send(
                        "card-2",
                        cents,
                        asker.request("t-2", phase == Phase.TRY ? Phase.TRY : Phase.CANCEL)
                                .headers());
            }
            assertThat(asker.answers("t-1", 2))
                    .allMatch(answer -> answer.answer().isDone());
            assertThat(asker.answers("t-2", 2))
                    .allMatch(answer -> answer.answer().isDone());
            assertThat(service.payments)
                    .containsOnly(Map.entry("t-1/notary", "captured"), Map.entry("t-2/notary", "released"));
            assertThat(worker.isRunning()).isTrue();
        }
    }

    private static final class InMemoryPayments implements PaymentService {

        final Map<String, String> payments = new ConcurrentHashMap<>();

        @Override
        public boolean hold(String reference, String card, long cents) {
            payments.put(reference, "held");
            return true;
        }

        @Override
        public void capture(String reference) {
            payments.replace(reference, "captured");
        }

        @Override
        public void release(String reference) {
            payments.replace(reference, "released");
        }
    }
}
