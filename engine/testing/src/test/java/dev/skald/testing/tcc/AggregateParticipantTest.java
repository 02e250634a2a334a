/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing.tcc;

import static dev.skald.tcc.Phase.CANCEL;
import static dev.skald.tcc.Phase.CONFIRM;
import static dev.skald.tcc.Phase.TRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Decision;
import dev.skald.HeaderNames;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.participant.ParticipantAnswer;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.SkaldApplication;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Phase;
import dev.skald.tcc.TccParticipant;
import dev.skald.testing.TestApplication;
import dev.skald.testing.account.TextSerde;
import dev.skald.testing.stock.Stock;
import dev.skald.testing.stock.Stock.Command;
import dev.skald.testing.stock.Stock.Event;
import dev.skald.testing.stock.Stock.Pieces;
import dev.skald.testing.stock.Stock.Restock;
import dev.skald.testing.stock.Stock.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An aggregate as a participant, in its topology: what it answers, and what it records. */
class AggregateParticipantTest {

    private static final AggregateType<State, Command, Event> STOCK = Stock.type("stock");
    private static final ParticipantType<Pieces> PARTICIPANT =
            ParticipantType.named("shelf", TextSerde.of(Pieces.class)).withPartitions(1);

    private TestApplication running = start(Stock.PARTICIPANT);

    private static TestApplication start(TccParticipant<State, Pieces, Event> rules) {
        SkaldApplication application = SkaldApplication.named("test")
                .partitions(1)
                .aggregate(STOCK)
                .participant(PARTICIPANT, STOCK, rules)
                .fenceRetention(Duration.ofMinutes(10))
                .build();
        return TestApplication.of(application, application.topology());
    }

    @BeforeEach
    void restock() {
        running.send(STOCK, "s-1", new Restock(10)).orElseThrow();
    }

    @AfterEach
    void close() {
        running.close();
    }

    private Answer ask(Phase phase, int attempt, long pieces) {
        ParticipantRequest request = new ParticipantRequest(
                "d-1", "deal", "shelf", phase, attempt, "deals-tcc-replies", now().plusSeconds(10), null);
        return ask(request.headers(), ("Pieces\t" + pieces).getBytes(UTF_8));
    }

    private Answer ask(Headers headers, byte[] body) {
        running.pipe(PARTICIPANT.requestTopic(), new TestRecord<>("s-1".getBytes(UTF_8), body, headers));
        List<TestRecord<String, byte[]>> answers = running.driver()
                .createOutputTopic("deals-tcc-replies", new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
        assertThat(answers).hasSize(1).extracting(TestRecord::key).containsExactly("d-1");
        return ParticipantAnswer.read(answers.get(0).headers(), answers.get(0).value())
                .answer();
    }

    private static Instant now() {
        // Where the test driver's time begins is the real time; it goes on only when it is advanced.
        return Instant.now();
    }

    private State stock() {
        return running.state(STOCK, "s-1").state();
    }

    @Test
    @Tag("T18")
    void whatComesAgainIsAnsweredAgainAndHappensOnce() {
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThat(ask(TRY, attempt, 3)).isEqualTo(Answer.done());
            assertThat(stock()).isEqualTo(new State(7, 0, "d-1=3"));
        }
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThat(ask(CONFIRM, attempt, 3)).isEqualTo(Answer.done());
            assertThat(stock()).isEqualTo(new State(7, 3, ""));
        }
        assertThat(ask(TRY, 3, 3)).isEqualTo(Answer.done());
        assertThat(stock()).isEqualTo(new State(7, 3, ""));
    }

    @Test
    @Tag("T18")
    void aRefusalComesAgainAsItWas() {
        Answer refusal = ask(TRY, 1, 11);
        running.send(STOCK, "s-1", new Restock(10)).orElseThrow();

        assertThat(refusal.code()).isEqualTo("sold-out");
        assertThat(ask(TRY, 2, 11)).isEqualTo(refusal);
        assertThat(stock()).isEqualTo(new State(20, 0, ""));
    }

    @Test
    @Tag("T18")
    void aCancelGivesBackOnce() {
        ask(TRY, 1, 3);
        assertThat(ask(CANCEL, 1, 3)).isEqualTo(Answer.done());
        assertThat(ask(CANCEL, 2, 3)).isEqualTo(Answer.done());
        assertThat(stock()).isEqualTo(new State(10, 0, ""));
    }

    @Test
    @Tag("T19")
    @Tag("T20")
    void aCancelWithoutATryIsDoneAndKeepsTheTryOut() {
        assertThat(ask(CANCEL, 1, 3)).isEqualTo(Answer.done());
        Answer late = ask(TRY, 1, 3);

        assertThat(late.kind()).isEqualTo(Answer.Kind.FAILED);
        assertThat(late.code()).isEqualTo("canceled-before");
        assertThat(stock()).isEqualTo(new State(10, 0, ""));
        assertThat(running.history(STOCK, "s-1")).hasSize(1);
    }

    @Test
    @Tag("T21")
    void aFailedTryIsCancelledByTheRulesOnlyIfItMayHaveLeftSomethingOutside() {
        ask(TRY, 1, 11);
        assertThat(ask(CANCEL, 1, 11)).isEqualTo(Answer.done());

        running.close();
        int[] cancelled = {0};
        running = start(new TccParticipant<>() {
            @Override
            public Decision<Event> reserve(State state, String tccId, Pieces request) {
                return Decision.reject("no", "no");
            }

            @Override
            public Decision<Event> confirm(State state, String tccId, Pieces request) {
                throw new AssertionError("not tried");
            }

            @Override
            public Decision<Event> cancel(State state, String tccId, Pieces request) {
                cancelled[0]++;
                return Decision.nothing();
            }

            @Override
            public boolean hasEffectsOutside() {
                return true;
            }
        });
        ask(TRY, 1, 11);
        assertThat(ask(CANCEL, 1, 11)).isEqualTo(Answer.done());
        assertThat(ask(CANCEL, 2, 11)).isEqualTo(Answer.done());
        assertThat(cancelled[0]).isEqualTo(1);
    }

    @Test
    @Tag("T22")
    void aConfirmWithoutATryIsRefused() {
        assertThat(ask(CONFIRM, 1, 3).code()).isEqualTo("not-tried");
        ask(TRY, 1, 11);
        assertThat(ask(CONFIRM, 1, 11).code()).isEqualTo("not-tried");
        assertThat(stock()).isEqualTo(new State(10, 0, ""));
    }

    @Test
    @Tag("T23")
    void whatThrowsIsAnsweredAndTheNextRequestIsHandled() {
        assertThat(ask(TRY, 1, 1001))
                .isEqualTo(Answer.failed(IllegalArgumentException.class.getName(), "that many: 1001"));

        running.close();
        boolean[] broken = {true};
        running = start(new TccParticipant<>() {
            @Override
            public Decision<Event> reserve(State state, String tccId, Pieces request) {
                return Stock.PARTICIPANT.reserve(state, tccId, request);
            }

            @Override
            public Decision<Event> confirm(State state, String tccId, Pieces request) {
                if (broken[0]) {
                    throw new IllegalStateException("not today");
                }
                return Stock.PARTICIPANT.confirm(state, tccId, request);
            }

            @Override
            public Decision<Event> cancel(State state, String tccId, Pieces request) {
                return Stock.PARTICIPANT.cancel(state, tccId, request);
            }
        });
        restock();
        ask(TRY, 1, 3);
        assertThat(ask(CONFIRM, 1, 3)).isEqualTo(Answer.retry(IllegalStateException.class.getName(), "not today"));
        broken[0] = false;
        assertThat(ask(CONFIRM, 2, 3)).isEqualTo(Answer.done());
        assertThat(stock()).isEqualTo(new State(7, 3, ""));
    }

    @Test
    @Tag("T23")
    void whatCannotBeReadIsAnsweredAndKept() {
        ParticipantRequest request =
                new ParticipantRequest("d-1", "deal", "shelf", TRY, 1, "deals-tcc-replies", now(), null);
        assertThat(ask(request.headers(), "nonsense".getBytes(UTF_8)).kind()).isEqualTo(Answer.Kind.FAILED);

        running.pipe(
                PARTICIPANT.requestTopic(), new TestRecord<>("s-1".getBytes(UTF_8), new byte[0], TextHeaders.none()));
        assertThat(running.deadLetters())
                .last()
                .satisfies(letter -> assertThat(TextHeaders.get(letter.headers(), HeaderNames.DEAD_LETTER_MESSAGE))
                        .contains(HeaderNames.TCC_ID));
    }

    @Test
    @Tag("T24")
    void whatIsOverIsForgottenAfterAWhileAndALateTryIsKeptOut() {
        ask(TRY, 1, 3);
        ask(CONFIRM, 1, 3);
        assertThat(remembered()).isEqualTo(1);

        running.advance(Duration.ofMinutes(9));
        assertThat(remembered()).isEqualTo(1);
        running.advance(Duration.ofMinutes(2));

        assertThat(remembered()).isZero();
        assertThat(ask(TRY, 1, 3).code()).isEqualTo("too-late");
        assertThat(stock()).isEqualTo(new State(7, 3, ""));
    }

    @Test
    @Tag("T24")
    void whatIsNotOverIsNotForgotten() {
        ask(TRY, 1, 3);
        running.advance(Duration.ofDays(1));

        assertThat(remembered()).isEqualTo(1);
        assertThat(ask(CONFIRM, 1, 3)).isEqualTo(Answer.done());
    }

    private int remembered() {
        int entries = 0;
        try (KeyValueIterator<byte[], byte[]> all =
                running.driver().<byte[], byte[]>getKeyValueStore("stock-fence").all()) {
            while (all.hasNext()) {
                KeyValue<byte[], byte[]> entry = all.next();
                entries += entry.value == null ? 0 : 1;
            }
        }
        return entries;
    }
}
