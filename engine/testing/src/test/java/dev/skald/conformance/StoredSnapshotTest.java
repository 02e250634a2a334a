/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.BrokenHistoryException;
import dev.skald.ForeignSnapshotException;
import dev.skald.HeaderNames;
import dev.skald.InstanceState;
import dev.skald.RecordedEvent;
import dev.skald.Reply;
import dev.skald.RetentionPolicy;
import dev.skald.Snapshot;
import dev.skald.SnapshotPolicy;
import dev.skald.SnapshotRepository.Found;
import dev.skald.internal.model.TextHeaders;
import dev.skald.internal.store.EventKeys;
import dev.skald.internal.store.RecordLimit;
import dev.skald.internal.store.StoreSnapshots;
import dev.skald.internal.store.StoreSnapshots.SnapshotFormat;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.CommandOptions;
import dev.skald.kafka.SkaldApplication;
import dev.skald.testing.TestApplication;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Command;
import dev.skald.testing.account.Account.Deposit;
import dev.skald.testing.account.Account.DepositMany;
import dev.skald.testing.account.Account.Event;
import dev.skald.testing.account.Account.Open;
import dev.skald.testing.account.Account.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueTimestampHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Snapshots and journal in their real stores: what is written, and what becomes of bytes that should not be there. */
class StoredSnapshotTest {

    private static AggregateType.Builder<State, Command, Event> every(int revisions) {
        return Account.type().snapshots(SnapshotPolicy.every(revisions));
    }

    private static KeyValueStore<byte[], ValueTimestampHeaders<byte[]>> store(TestApplication bank, String name) {
        return bank.driver().getTimestampedKeyValueStoreWithHeaders(name);
    }

    private static List<TestRecord<String, byte[]>> snapshotRecords(TestApplication bank) {
        return bank.driver()
                .createOutputTopic(
                        "test-account-snapshots-changelog", new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Replaces the account's snapshot as another version of the application, or an accident, might have. */
    private static void tamper(TestApplication bank, String header, String value, String state) {
        KeyValueStore<byte[], ValueTimestampHeaders<byte[]>> store = store(bank, "account-snapshots");
        byte[] key = "a-1".getBytes(UTF_8);
        Headers headers = store.get(key).headers();
        headers.remove(header);
        TextHeaders.add(headers, header, value);
        store.put(key, ValueTimestampHeaders.make(state.getBytes(UTF_8), 0, headers));
    }

    /** The cache holds one instance: as soon as another is used, an instance is loaded from the stores. */
    private static TestApplication run(AggregateType<State, Command, Event> type) {
        SkaldApplication application = SkaldApplication.named("test")
                .partitions(1)
                .cache(1, 64L << 20)
                .aggregate(type)
                .build();
        return TestApplication.of(application, application.topology());
    }

    private static void forget(TestApplication bank, AggregateType<?, Command, ?> type) {
        bank.send(type, "another", new Open("Zoe"));
    }

    @Test
    @Tag("S12")
    void aSnapshotIsOneRecordWithTheStateAsItsValue() {
        AggregateType<State, Command, Event> type =
                every(3).stateSchemaVersion(4).build();
        try (TestApplication bank = run(type)) {
            bank.send(type, "a-1", new Open("Ann"));
            bank.send(type, "a-1", new DepositMany(5, 4));

            List<TestRecord<String, byte[]>> records = snapshotRecords(bank);
            assertThat(records).hasSize(1);
            TestRecord<String, byte[]> snapshot = records.get(0);
            assertThat(snapshot.key()).isEqualTo("a-1");
            assertThat(new String(snapshot.value(), UTF_8)).isEqualTo("State\tAnn\t20");
            assertThat(TextHeaders.get(snapshot.headers(), HeaderNames.REVISION))
                    .isEqualTo("5");
            assertThat(TextHeaders.get(snapshot.headers(), HeaderNames.AGGREGATE))
                    .isEqualTo("account");
            assertThat(TextHeaders.get(snapshot.headers(), HeaderNames.SCHEMA_VERSION))
                    .isEqualTo("4");
        }
    }

    @Test
    @Tag("S15")
    void loadingStartsAtTheSnapshot() {
        AggregateType<State, Command, Event> type = every(3).build();
        try (TestApplication bank = run(type)) {
            bank.send(type, "a-1", new Open("Ann"));
            bank.send(type, "a-1", new DepositMany(5, 3));
            tamper(bank, "unused", "", "State\tAnn\t1000");
            forget(bank, type);

            assertThat(bank.state(type, "a-1").state())
                    .as("that of the snapshot")
                    .isEqualTo(new State("Ann", 1000));
        }
    }

    @Test
    @Tag("S17")
    void aSnapshotOfAnotherSchemaVersionOrThatCannotBeDecodedIsIgnored() {
        AggregateType<State, Command, Event> type = every(3).build();
        String[][] damages = {
            {HeaderNames.SCHEMA_VERSION, "7", "State\tAnn\t1000"},
            {HeaderNames.REVISION, "three", "State\tAnn\t1000"},
            {HeaderNames.MEMORY, "", "State\tAnn\t1000"},
            {"unused", "", "Status\tAnn"},
            {"unused", "", "State\tAnn\tmuch"},
        };
        for (String[] damage : damages) {
            try (TestApplication bank = run(type)) {
                bank.send(type, "a-1", new Open("Ann"));
                bank.send(type, "a-1", new DepositMany(5, 3));
                tamper(bank, damage[0], damage[1], damage[2]);
                forget(bank, type);

                assertThat(bank.state(type, "a-1"))
                        .as(String.join(" ", damage))
                        .isEqualTo(new InstanceState<>("a-1", 4, new State("Ann", 15)));
                assertThat(metric(bank, "snapshots-ignored-total")).isEqualTo(1);
            }
        }
    }

    @Test
    @Tag("S16")
    void aSnapshotOfAnotherAggregateFailsTheCommandAndIsNeitherUsedNorReplaced() {
        AggregateType<State, Command, Event> type = every(3).build();
        try (TestApplication bank = run(type)) {
            bank.send(type, "a-1", new Open("Ann"));
            bank.send(type, "a-1", new DepositMany(5, 3));
            tamper(bank, HeaderNames.AGGREGATE, "order", "State\tAnn\t15");
            forget(bank, type);

            Reply reply = bank.send(type, "a-1", new Deposit(1));
            assertThat(reply).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
                assertThat(failed.cause()).isEqualTo(ForeignSnapshotException.class.getName());
                assertThat(failed.message()).contains("a-1").contains("account").contains("order");
            });
        }
    }

    @Test
    @Tag("S16")
    void theRepositoryChecksTheOwnerOnLoadSaveAndDelete() {
        AggregateType<State, Command, Event> type = every(3).build();
        try (TestApplication bank = run(type)) {
            StoreSnapshots<State> accounts = repository(bank, "account");
            StoreSnapshots<State> orders = repository(bank, "order");
            Snapshot<State> ofAccount = snapshot("account", 5);
            accounts.save(ofAccount);

            assertThatThrownBy(() -> orders.load("a-1")).isInstanceOf(ForeignSnapshotException.class);
            assertThatThrownBy(() -> orders.save(ofAccount)).isInstanceOf(ForeignSnapshotException.class);
            assertThatThrownBy(() -> orders.save(snapshot("order", 9))).isInstanceOf(ForeignSnapshotException.class);
            assertThatThrownBy(() -> orders.delete("a-1")).isInstanceOf(ForeignSnapshotException.class);
            assertThat(accounts.load("a-1")).isEqualTo(new Found.Latest<>(ofAccount));
        }
    }

    @Test
    @Tag("S18")
    void theRepositoryKeepsTheLatestWhateverTheOrder() {
        AggregateType<State, Command, Event> type = every(3).build();
        try (TestApplication bank = run(type)) {
            StoreSnapshots<State> accounts = repository(bank, "account");
            accounts.save(snapshot("account", 5));
            accounts.save(snapshot("account", 9));
            accounts.save(snapshot("account", 7));

            assertThat(accounts.load("a-1")).isEqualTo(new Found.Latest<>(snapshot("account", 9)));
        }
    }

    private static StoreSnapshots<State> repository(TestApplication bank, String aggregate) {
        return new StoreSnapshots<>(
                new SnapshotFormat<>(aggregate, "topic", Account.TYPE.stateSerde(), 0),
                RecordLimit.DEFAULT,
                InstantSource.fixed(Instant.EPOCH),
                store(bank, "account-snapshots"));
    }

    private static Snapshot<State> snapshot(String aggregate, long revision) {
        return new Snapshot<>(aggregate, "a-1", revision, new State("Ann", revision), Snapshot.Memory.NONE);
    }

    @Test
    @Tag("S10")
    void anEventThatIsForeignOrCannotBeDecodedFailsTheCommandAndNamesItsPlace() {
        for (String header : List.of(HeaderNames.AGGREGATE, HeaderNames.EVENT_TYPE)) {
            try (TestApplication bank = run(Account.TYPE)) {
                bank.send(Account.TYPE, "a-1", new Open("Ann"));
                bank.send(Account.TYPE, "a-1", new DepositMany(5, 3));
                KeyValueStore<byte[], ValueTimestampHeaders<byte[]>> journal = store(bank, "account-journal");
                byte[] key = EventKeys.of("a-1", 2);
                Headers headers = journal.get(key).headers();
                byte[] value = journal.get(key).value();
                if (header.equals(HeaderNames.AGGREGATE)) {
                    headers.remove(header);
                    TextHeaders.add(headers, header, "order");
                } else {
                    value = "Nonsense".getBytes(UTF_8);
                }
                journal.put(key, ValueTimestampHeaders.make(value, 0, headers));
                forget(bank, Account.TYPE);

                Reply reply = bank.send(Account.TYPE, "a-1", new Deposit(1));
                assertThat(reply).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
                    assertThat(failed.cause()).isEqualTo(BrokenHistoryException.class.getName());
                    assertThat(failed.message()).contains("account a-1").contains("at revision 2");
                });
                assertThat(bank.send(Account.TYPE, "a-2", new Open("Bob"))).isEqualTo(new Reply.Accepted(0, 1));
            }
        }
    }

    @Test
    @Tag("S20")
    void retentionWritesTombstonesAndHistoryBelowTheHorizonSaysSo() {
        AggregateType<State, Command, Event> type = every(3).retention(RetentionPolicy.deleteOlderThanLastSnapshots(1))
                .build();
        try (TestApplication bank = run(type)) {
            bank.send(type, "a-1", new Open("Ann"));
            bank.send(type, "a-1", new DepositMany(5, 3));
            bank.send(type, "a-1", new Deposit(6));

            assertThat(bank.journalRecords(type))
                    .filteredOn(record -> record.value() == null)
                    .extracting(record -> record.key().revision())
                    .containsExactly(0L, 1L, 2L, 3L);
            assertThatThrownBy(() -> bank.history(type, "a-1"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("HistoryHorizonException")
                    .hasMessageContaining("only from revision 4");
            assertThat(bank.history(type, "a-1", 4, 5))
                    .extracting(RecordedEvent::revision)
                    .containsExactly(4L);
            assertThat(bank.state(type, "a-1").state()).isEqualTo(new State("Ann", 21));
        }
    }

    @Test
    @Tag("S17")
    void aSnapshotThatIsTooLargeIsSkippedAndTheCommandIsCarriedOutAllTheSame() {
        AggregateType<State, Command, Event> type = every(2).build();
        try (TestApplication bank = run(type)) {
            String nearlyTooLarge = "x".repeat(RecordLimit.DEFAULT.bytes() - 700);
            assertThat(bank.send(type, "a-1", new Open(nearlyTooLarge))).isEqualTo(new Reply.Accepted(0, 1));
            for (int i = 0; i < 20; i++) {
                assertThat(bank.send(type, "a-1", new Deposit(5))).isEqualTo(new Reply.Accepted(1 + i, 2 + i));
            }

            assertThat(metric(bank, "snapshots-failed-total")).isPositive();
        }
    }

    @Test
    void anEventThatIsTooLargeFailsItsCommandAndNothingOfItIsRecorded() {
        try (TestApplication bank = run(Account.TYPE)) {
            String tooLarge = "x".repeat(RecordLimit.DEFAULT.bytes());
            Reply reply = bank.send(Account.TYPE, "a-1", new Open(tooLarge), CommandOptions.id("c-1"));

            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Reply.Failed.class,
                            failed -> assertThat(failed.message())
                                    .contains("event Opened of account")
                                    .contains("max.message.bytes"));
            assertThat(bank.journalRecords(Account.TYPE)).isEmpty();
            assertThat(bank.deadLetters()).hasSize(1);
            assertThat(bank.send(Account.TYPE, "a-1", new Open("Ann"))).isEqualTo(new Reply.Accepted(0, 1));
        }
    }

    private static double metric(TestApplication bank, String name) {
        return bank.driver().metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .mapToDouble(entry -> (double) entry.getValue().metricValue())
                .sum();
    }
}
