/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.EventKey;
import dev.skald.ExpectedRevision;
import dev.skald.HeaderNames;
import dev.skald.IdempotenceWindow;
import dev.skald.InstanceState;
import dev.skald.RecordedEvent;
import dev.skald.Reply;
import dev.skald.internal.model.TextHeaders;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.CommandOptions;
import dev.skald.testing.TestApplication;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Command;
import dev.skald.testing.account.Account.Deposit;
import dev.skald.testing.account.Account.DepositMany;
import dev.skald.testing.account.Account.Deposited;
import dev.skald.testing.account.Account.Event;
import dev.skald.testing.account.Account.Explode;
import dev.skald.testing.account.Account.Open;
import dev.skald.testing.account.Account.Opened;
import dev.skald.testing.account.Account.Rename;
import dev.skald.testing.account.Account.State;
import dev.skald.testing.account.Account.Withdraw;
import dev.skald.testing.account.Account.Withdrawn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Commands and replies through the whole topology, without a broker. */
class CommandTest {

    private static final AggregateType<State, Command, Event> SAVINGS =
            Account.type("savings").build();

    private final TestApplication bank = TestApplication.of(Account.TYPE, SAVINGS);

    @AfterEach
    void close() {
        bank.close();
    }

    private static CommandOptions id(String commandId) {
        return CommandOptions.id(commandId);
    }

    @Test
    @Tag("S5")
    @Tag("S6")
    void anAcceptedCommandIsAnsweredWithTheRevisionsOfItsEvents() {
        bank.given(Account.TYPE, "a-1", new Opened("Ann"))
                .when(new DepositMany(5, 3))
                .then(new Deposited(5), new Deposited(5), new Deposited(5))
                .thenReply(new Reply.Accepted(1, 4))
                .when(new Withdraw(15))
                .then(new Withdrawn(15))
                .thenState(state -> assertThat(state.cents()).isZero());
    }

    @Test
    @Tag("S37")
    void aRejectedCommandChangesNothingAndSaysWhy() {
        bank.given(Account.TYPE, "a-1", new Opened("Ann"), new Deposited(5))
                .when(new Withdraw(7))
                .thenRejected("insufficient-funds")
                .thenReply(new Reply.Rejected("insufficient-funds", "expected a balance of 7 cents, but it is 5"));
        assertThat(bank.journalRecords(Account.TYPE)).isEmpty();
        assertThat(bank.deadLetters()).isEmpty();
    }

    @Test
    @Tag("S4")
    void aCommandThatChangesNothingIsAcceptedAndRecordsNothing() {
        bank.given(Account.TYPE, "a-1", new Opened("Ann"))
                .when(new Rename("Ann"))
                .thenNothing();
        assertThat(bank.journalRecords(Account.TYPE)).isEmpty();
    }

    @Test
    @Tag("S7")
    void twoAggregatesWithTheSameInstanceIdShareNothing() {
        bank.send(Account.TYPE, "a-1", new Open("Ann"));
        bank.send(SAVINGS, "a-1", new Open("Bob"));
        bank.send(SAVINGS, "a-1", new Deposit(5));

        assertThat(bank.state(Account.TYPE, "a-1")).isEqualTo(new InstanceState<>("a-1", 1, new State("Ann", 0)));
        assertThat(bank.state(SAVINGS, "a-1")).isEqualTo(new InstanceState<>("a-1", 2, new State("Bob", 5)));
    }

    @Test
    @Tag("S2")
    void expectedRevisionsAreChecked() {
        bank.given(Account.TYPE, "a-1", new Opened("Ann"), new Deposited(5))
                .when(new Deposit(1), CommandOptions.expecting(ExpectedRevision.exactly(1)))
                .thenConflict()
                .thenReply(new Reply.Conflict(ExpectedRevision.exactly(1), 2))
                .when(new Deposit(1), CommandOptions.expecting(ExpectedRevision.mustNotExist()))
                .thenConflict()
                .when(new Deposit(1), CommandOptions.expecting(ExpectedRevision.exactly(2)))
                .then(new Deposited(1))
                .when(new Deposit(2), CommandOptions.expecting(ExpectedRevision.mustExist()))
                .then(new Deposited(2));
        bank.given(Account.TYPE, "a-2")
                .when(new Open("Bob"), CommandOptions.expecting(ExpectedRevision.mustExist()))
                .thenConflict()
                .when(new Open("Bob"), CommandOptions.expecting(ExpectedRevision.mustNotExist()))
                .then(new Opened("Bob"));
    }

    @Test
    @Tag("S34")
    void theSameCommandIdTwiceIsOneSetOfEventsAndBothGetTheFirstOutcome() {
        bank.send(Account.TYPE, "a-1", new Open("Ann"));
        Reply first = bank.send(Account.TYPE, "a-1", new DepositMany(5, 2), id("c-1"));
        bank.send(Account.TYPE, "a-1", new Withdraw(3));
        Reply second = bank.send(Account.TYPE, "a-1", new DepositMany(5, 2), id("c-1"));

        assertThat(first).isEqualTo(new Reply.Accepted(1, 3));
        assertThat(second).isEqualTo(first);
        assertThat(bank.history(Account.TYPE, "a-1")).hasSize(4);
    }

    @Test
    @Tag("S34")
    void aRepeatedCommandGetsItsFirstOutcomeEvenIfItsExpectationWouldNowFail() {
        CommandOptions options = id("c-1").withExpectedRevision(ExpectedRevision.mustNotExist());
        Reply first = bank.send(Account.TYPE, "a-1", new Open("Ann"), options);

        assertThat(bank.send(Account.TYPE, "a-1", new Open("Ann"), options)).isEqualTo(first);
    }

    @Test
    @Tag("S34")
    void aCommandThatRecordedNothingIsDecidedAnew() {
        bank.send(Account.TYPE, "a-1", new Open("Ann"));
        assertThat(bank.send(Account.TYPE, "a-1", new Withdraw(5), id("c-1"))).isInstanceOf(Reply.Rejected.class);
        bank.send(Account.TYPE, "a-1", new Deposit(5));

        assertThat(bank.send(Account.TYPE, "a-1", new Withdraw(5), id("c-1"))).isEqualTo(new Reply.Accepted(2, 3));
    }

    @Test
    @Tag("S34")
    void commandsAreForgottenByNumberAndByAge() {
        AggregateType<State, Command, Event> forgetful = Account.type()
                .idempotence(new IdempotenceWindow(2, Duration.ofHours(1)))
                .build();
        try (TestApplication application = TestApplication.of(forgetful)) {
            application.send(forgetful, "a-1", new Open("Ann"));
            application.send(forgetful, "a-1", new Deposit(1), id("c-1"));
            application.send(forgetful, "a-1", new Deposit(1), id("c-2"));
            assertThat(application.send(forgetful, "a-1", new Deposit(1), id("c-1")))
                    .isEqualTo(new Reply.Accepted(1, 2));
            application.send(forgetful, "a-1", new Deposit(1), id("c-3"));
            assertThat(application.send(forgetful, "a-1", new Deposit(1), id("c-1")))
                    .as("c-2 and c-3 have pushed it out")
                    .isEqualTo(new Reply.Accepted(4, 5));
            application.advance(Duration.ofHours(2));
            assertThat(application.send(forgetful, "a-1", new Deposit(1), id("c-1")))
                    .as("too old")
                    .isEqualTo(new Reply.Accepted(5, 6));
        }
    }

    @Test
    @Tag("S36")
    void commandsOfOneInstanceAreHandledInTheirOrder() {
        bank.send(Account.TYPE, "a-1", new Open("Ann"));
        List<Event> expected = new ArrayList<>(List.of(new Opened("Ann")));
        for (int i = 1; i <= 50; i++) {
            bank.send(Account.TYPE, "a-1", new Deposit(i));
            expected.add(new Deposited(i));
        }

        assertThat(bank.history(Account.TYPE, "a-1"))
                .extracting(RecordedEvent::event)
                .isEqualTo(expected);
    }

    @Test
    @Tag("S38")
    void aHandlerThatThrowsIsToldToTheCallerAndDeadLetteredAndTheNextCommandIsHandled() {
        bank.given(Account.TYPE, "a-1", new Opened("Ann"))
                .when(new Explode("bang"), id("c-1"))
                .thenFailed(IllegalStateException.class)
                .thenReply(new Reply.Failed("java.lang.IllegalStateException", "bang"))
                .when(new Deposit(5))
                .then(new Deposited(5));

        List<TestRecord<byte[], byte[]>> deadLetters = bank.deadLetters();
        assertThat(deadLetters).hasSize(1);
        TestRecord<byte[], byte[]> letter = deadLetters.get(0);
        assertThat(new String(letter.key(), UTF_8)).isEqualTo("a-1");
        assertThat(new String(letter.value(), UTF_8)).isEqualTo("Explode\tbang");
        assertThat(header(letter, HeaderNames.COMMAND_ID))
                .as("headers as they came")
                .isEqualTo("c-1");
        assertThat(header(letter, HeaderNames.DEAD_LETTER_TOPIC)).isEqualTo("test-account-commands");
        assertThat(header(letter, HeaderNames.DEAD_LETTER_PARTITION)).isEqualTo("0");
        assertThat(header(letter, HeaderNames.DEAD_LETTER_OFFSET)).isNotEmpty();
        assertThat(header(letter, HeaderNames.DEAD_LETTER_TIMESTAMP)).isNotEmpty();
        assertThat(header(letter, HeaderNames.DEAD_LETTER_CAUSE)).isEqualTo("java.lang.IllegalStateException");
        assertThat(header(letter, HeaderNames.DEAD_LETTER_MESSAGE)).isEqualTo("bang");
        assertThat(header(letter, HeaderNames.DEAD_LETTER_STACK)).contains("Account.explode");
    }

    @Test
    @Tag("S39")
    void bytesThatCannotBeDecodedAreDeadLetteredAndProcessingGoesOn() {
        bank.pipe("test-account-commands", new TestRecord<>("a-1".getBytes(UTF_8), "Nonsense".getBytes(UTF_8)));

        TestRecord<byte[], byte[]> letter = bank.deadLetters().get(0);
        assertThat(new String(letter.value(), UTF_8)).isEqualTo("Nonsense");
        assertThat(header(letter, HeaderNames.DEAD_LETTER_OFFSET)).isEqualTo("0");
        assertThat(header(letter, HeaderNames.DEAD_LETTER_CAUSE))
                .isEqualTo("org.apache.kafka.common.errors.SerializationException");
        assertThat(bank.send(Account.TYPE, "a-1", new Open("Ann"))).isEqualTo(new Reply.Accepted(0, 1));
    }

    @Test
    @Tag("S39")
    void recordsWithoutKeyOrValueAndWithForeignHeadersAreDeadLettered() {
        bank.pipe("test-account-commands", new TestRecord<>(null, "Open\tAnn".getBytes(UTF_8)));
        bank.pipe("test-account-commands", new TestRecord<>("a-1".getBytes(UTF_8), null));
        bank.pipe("test-account-commands", new TestRecord<>(new byte[] {(byte) 0xff}, "Open\tAnn".getBytes(UTF_8)));
        TestRecord<byte[], byte[]> badHeader = new TestRecord<>("a-1".getBytes(UTF_8), "Open\tAnn".getBytes(UTF_8));
        TextHeaders.add(badHeader.headers(), HeaderNames.EXPECTED_REVISION, "seven");
        bank.pipe("test-account-commands", badHeader);

        assertThat(bank.deadLetters())
                .extracting(letter -> header(letter, HeaderNames.DEAD_LETTER_MESSAGE))
                .satisfiesExactly(
                        noKey -> assertThat(noKey).contains("the key is null"),
                        noValue -> assertThat(noValue).isNotEmpty(),
                        notUtf8 -> assertThat(notUtf8).contains("UTF-8"),
                        header -> assertThat(header).contains("seven"));
        assertThat(bank.state(Account.TYPE, "a-1").revision()).isZero();
    }

    @Test
    void aPlainRecordWithNothingButKeyAndValueIsACommand() {
        bank.pipe("test-account-commands", new TestRecord<>("a-1".getBytes(UTF_8), "Open\tAnn".getBytes(UTF_8)));

        List<RecordedEvent<Event>> history = bank.history(Account.TYPE, "a-1");
        assertThat(history).extracting(RecordedEvent::event).containsExactly(new Opened("Ann"));
        assertThat(history.get(0).metadata().causationId()).isEqualTo("test-account-commands-0-0");
    }

    @Test
    @Tag("S41")
    void theMessageStoreHoldsWhatWasRecordedAndNothingElse() {
        CommandOptions options =
                id("c-1").withCorrelationId("conversation").withTraceparent("00-0af7651916cd43dd8448eb211c80319c-01");
        bank.send(Account.TYPE, "a-1", new Open("Ann"), options);
        bank.send(Account.TYPE, "a-1", new DepositMany(7, 2), id("c-2"));
        List<RecordedEvent<Event>> history = bank.history(Account.TYPE, "a-1");
        List<TestRecord<EventKey, byte[]>> records = bank.journalRecords(Account.TYPE);

        assertThat(records).hasSize(3);
        for (int i = 0; i < 3; i++) {
            TestRecord<EventKey, byte[]> record = records.get(i);
            RecordedEvent<Event> event = history.get(i);
            assertThat(record.key()).isEqualTo(new EventKey("a-1", i));
            assertThat(record.value())
                    .isEqualTo(Account.TYPE.eventSerde().serializer().serialize("", event.event()));
            assertThat(record.getRecordTime()).isEqualTo(event.metadata().recordedAt());
            assertThat(header(record, HeaderNames.EVENT_ID))
                    .isEqualTo(event.metadata().eventId())
                    .isEqualTo("account/a-1/" + i);
        }
        TestRecord<EventKey, byte[]> first = records.get(0);
        assertThat(header(first, HeaderNames.EVENT_TYPE)).isEqualTo("Opened");
        assertThat(header(first, HeaderNames.AGGREGATE)).isEqualTo("account");
        assertThat(header(first, HeaderNames.CAUSATION_ID)).isEqualTo("c-1");
        assertThat(header(first, HeaderNames.CORRELATION_ID)).isEqualTo("conversation");
        assertThat(header(first, HeaderNames.TRACEPARENT)).isEqualTo("00-0af7651916cd43dd8448eb211c80319c-01");
        assertThat(header(records.get(1), HeaderNames.CORRELATION_ID)).isEqualTo("c-2");
    }

    @Test
    void readingShowsEarlierStatesAndPartsOfTheHistory() {
        bank.given(Account.TYPE, "a-1", new Opened("Ann"), new Deposited(5), new Deposited(6), new Withdrawn(1));

        assertThat(bank.stateAt(Account.TYPE, "a-1", 0).state()).isEqualTo(Account.DECIDER.initialState());
        assertThat(bank.stateAt(Account.TYPE, "a-1", 2).state()).isEqualTo(new State("Ann", 5));
        assertThat(bank.stateAt(Account.TYPE, "a-1", 4).state()).isEqualTo(new State("Ann", 10));
        assertThat(bank.history(Account.TYPE, "a-1", 1, 3))
                .extracting(RecordedEvent::event)
                .containsExactly(new Deposited(5), new Deposited(6));
        assertThat(bank.history(Account.TYPE, "a-1", 4, 4)).isEmpty();
        assertThat(bank.history(Account.TYPE, "unknown")).isEmpty();
    }

    private static String header(TestRecord<?, ?> record, String name) {
        return TextHeaders.getOr(record.headers(), name, "");
    }
}
