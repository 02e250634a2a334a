/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.BrokenHistoryException;
import dev.skald.Cause;
import dev.skald.ForeignSnapshotException;
import dev.skald.HistoryHorizonException;
import dev.skald.RetentionPolicy;
import dev.skald.Snapshot;
import dev.skald.SnapshotPolicy;
import dev.skald.SnapshotRepository.Found;
import dev.skald.UnitOfWork;
import dev.skald.testing.InMemorySnapshots;
import dev.skald.testing.RandomHistories;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Command;
import dev.skald.testing.account.Account.Deposit;
import dev.skald.testing.account.Account.DepositMany;
import dev.skald.testing.account.Account.Deposited;
import dev.skald.testing.account.Account.Event;
import dev.skald.testing.account.Account.Open;
import dev.skald.testing.account.Account.Opened;
import dev.skald.testing.account.Account.Rename;
import dev.skald.testing.account.Account.State;
import dev.skald.testing.account.Account.Withdraw;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When snapshots are taken, and what loading makes of them; over journal and snapshots in memory. */
class SnapshotTest {

    private static InstancesInMemory<State, Event> accounts(SnapshotPolicy<State> policy) {
        return InstancesInMemory.of(Account.type().snapshots(policy));
    }

    private static void deposit(InstancesInMemory<State, Event> accounts, int events) {
        accounts.save("a-1", Collections.nCopies(events, new Deposited(1)).toArray(new Event[0]));
    }

    @Test
    @Tag("S11")
    void theDefaultIsThousandRevisions() {
        InstancesInMemory<State, Event> unset = InstancesInMemory.of(Account.type());
        InstancesInMemory<State, Event> zero = accounts(SnapshotPolicy.every(0));
        for (InstancesInMemory<State, Event> accounts : List.of(unset, zero)) {
            deposit(accounts, 999);
            assertThat(accounts.snapshots().revisionsTaken()).isEmpty();
            deposit(accounts, 1);
            assertThat(accounts.snapshots().revisionsTaken()).containsExactly(1000L);
        }
    }

    @Test
    @Tag("S11")
    void neverIsASettingOfItsOwn() {
        InstancesInMemory<State, Event> accounts = accounts(SnapshotPolicy.never());
        deposit(accounts, 5000);

        assertThat(accounts.snapshots().revisionsTaken()).isEmpty();
    }

    @Test
    @Tag("S12")
    void theFrequencyIsADistanceSinceTheLastSnapshotAndABatchTakesOne() {
        InstancesInMemory<State, Event> accounts = accounts(SnapshotPolicy.every(10));
        deposit(accounts, 35);
        assertThat(accounts.snapshots().revisionsTaken()).containsExactly(35L);
        deposit(accounts, 6);
        assertThat(accounts.snapshots().revisionsTaken()).as("41 - 35 < 10").containsExactly(35L);
        deposit(accounts, 4);
        assertThat(accounts.snapshots().revisionsTaken()).containsExactly(35L, 45L);
    }

    @Test
    @Tag("S12")
    void thePolicyMayBeAPredicate() {
        InstancesInMemory<State, Event> accounts = accounts((last, revision, state) -> state.cents() % 7 == 0);
        for (int i = 0; i < 20; i++) {
            deposit(accounts, 1);
        }

        assertThat(accounts.snapshots().revisionsTaken()).containsExactly(7L, 14L);
    }

    @Test
    @Tag("S13")
    void oneEventBeforeTheFrequencyThereIsNoneAndAtTheFrequencyThereIsOne() {
        InstancesInMemory<State, Event> accounts = accounts(SnapshotPolicy.every(10));
        for (int i = 0; i < 9; i++) {
            deposit(accounts, 1);
        }
        assertThat(accounts.snapshots().revisionsTaken()).isEmpty();
        deposit(accounts, 1);
        assertThat(accounts.snapshots().revisionsTaken()).containsExactly(10L);
        for (int i = 0; i < 9; i++) {
            deposit(accounts, 1);
        }
        assertThat(accounts.snapshots().revisionsTaken()).containsExactly(10L);
        deposit(accounts, 1);
        assertThat(accounts.snapshots().revisionsTaken()).containsExactly(10L, 20L);
    }

    @Test
    @Tag("S14")
    void noneIsTakenOnLoadWithoutEventsOrOnCompletion() {
        InstancesInMemory<State, Event> accounts = accounts(SnapshotPolicy.every(5));
        deposit(accounts, 4);
        accounts.reload();
        accounts.instances().state("a-1");
        accounts.begin("a-1").save();
        UnitOfWork<State, Event> last = accounts.begin("a-1");
        last.record(new Deposited(1));
        last.saveAndComplete();

        assertThat(accounts.snapshots().revisionsTaken()).isEmpty();
        assertThat(accounts.journal().events("a-1")).hasSize(5);
    }

    @Test
    @Tag("S15")
    void loadingFromASnapshotAndFromAllEventsLeadToTheSameState() {
        long events =
                RandomHistories.of(Account.TYPE, SnapshotTest::randomCommand).check();

        assertThat(events).isGreaterThan(500);
    }

    private static Command randomCommand(Random random, State state) {
        return switch (random.nextInt(5)) {
            case 0 -> new Open("owner " + random.nextInt(3));
            case 1 -> new Withdraw(random.nextInt(300));
            case 2 -> new Rename("owner " + random.nextInt(3));
            case 3 -> new DepositMany(random.nextInt(10), random.nextInt(15));
            default -> new Deposit(random.nextInt(200));
        };
    }

    @Test
    @Tag("S15")
    void loadingReadsOnlyTheEventsAfterTheSnapshot() {
        InstancesInMemory<State, Event> accounts = accounts(SnapshotPolicy.every(10));
        deposit(accounts, 12);
        deposit(accounts, 3);
        accounts.journal().delete("a-1", 0, 11);
        accounts.reload();

        assertThat(accounts.instances().state("a-1").state().cents()).isEqualTo(15);
    }

    @Test
    @Tag("S10")
    void aSnapshotThatTheJournalDoesNotReachIsAnErrorAndNoHistoryBeginsAnew() {
        InstancesInMemory<State, Event> accounts = accounts(SnapshotPolicy.every(10));
        deposit(accounts, 10);
        accounts.journal().delete("a-1", 0, 10);
        accounts.reload();

        assertThatThrownBy(() -> accounts.begin("a-1"))
                .isInstanceOf(BrokenHistoryException.class)
                .hasMessageContaining("account a-1")
                .hasMessageContaining("at revision 9")
                .hasMessageContaining("a snapshot at revision 10");
    }

    @Test
    @Tag("S10")
    void aGapInTheHistoryIsAnError() {
        InstancesInMemory<State, Event> accounts = accounts(SnapshotPolicy.never());
        deposit(accounts, 10);
        accounts.journal().delete("a-1", 4, 5);
        accounts.reload();

        assertThatThrownBy(() -> accounts.begin("a-1"))
                .isInstanceOf(BrokenHistoryException.class)
                .hasMessageContaining("at revision 4")
                .hasMessageContaining("the next event is at revision 5");
    }

    @Test
    @Tag("S16")
    void aSnapshotOfAnotherAggregateIsAnErrorOnLoadSaveAndDelete() {
        Snapshot<String> foreign = new Snapshot<>("order", "a-1", 3, "state", Snapshot.Memory.NONE);
        InMemorySnapshots<String> snapshots = new InMemorySnapshots<>("account");

        assertThatThrownBy(() -> snapshots.save(foreign))
                .isInstanceOf(ForeignSnapshotException.class)
                .hasMessageContaining("account")
                .hasMessageContaining("order");
    }

    @Test
    @Tag("S17")
    void aSnapshotThatCannotBeUsedIsIgnoredAndTheStateRebuilt() {
        InstancesInMemory<State, Event> accounts = accounts(SnapshotPolicy.every(5));
        accounts.save("a-1", new Opened("Ann"));
        deposit(accounts, 9);
        accounts.snapshots().makeUnusable("schema version 2");
        accounts.reload();

        assertThat(accounts.instances().state("a-1").state()).isEqualTo(new State("Ann", 9));
        assertThat(accounts.instances().state("a-1").revision()).isEqualTo(10);
        assertThat(accounts.ignoredSnapshots()).containsExactly("a-1: schema version 2");
    }

    @Test
    @Tag("S17")
    @Tag("S20")
    void aSnapshotThatCannotBeUsedButIsAllThatIsLeftIsAnError() {
        InstancesInMemory<State, Event> accounts = InstancesInMemory.of(Account.type()
                .snapshots(SnapshotPolicy.every(5))
                .retention(RetentionPolicy.deleteOlderThanLastSnapshots(1)));
        deposit(accounts, 5);
        accounts.snapshots().makeUnusable("schema version 2");
        accounts.reload();

        assertThatThrownBy(() -> accounts.begin("a-1"))
                .isInstanceOf(BrokenHistoryException.class)
                .hasMessageContaining("schema version 2");
    }

    @Test
    @Tag("S18")
    void theLatestOfSeveralWinsWhateverTheOrder() {
        List<Long> revisions = new ArrayList<>(List.of(5L, 20L, 10L, 15L));
        Collections.shuffle(revisions);
        InMemorySnapshots<String> snapshots = new InMemorySnapshots<>("account");
        for (long revision : revisions) {
            snapshots.save(new Snapshot<>("account", "a-1", revision, "at " + revision, Snapshot.Memory.NONE));
        }

        assertThat(snapshots.load("a-1"))
                .isEqualTo(new Found.Latest<>(new Snapshot<>("account", "a-1", 20, "at 20", Snapshot.Memory.NONE)));
    }

    @Test
    @Tag("S19")
    void completionDeletesTheSnapshotsAndKeepsTheEvents() {
        InstancesInMemory<State, Event> accounts = accounts(SnapshotPolicy.every(5));
        deposit(accounts, 7);
        assertThat(accounts.snapshots().load("a-1")).isInstanceOf(Found.Latest.class);
        UnitOfWork<State, Event> last = accounts.begin("a-1");
        last.record(new Deposited(1));
        last.saveAndComplete();
        accounts.reload();

        assertThat(accounts.snapshots().load("a-1")).isInstanceOf(Found.None.class);
        assertThat(accounts.journal().events("a-1")).hasSize(8);
        assertThat(accounts.instances().state("a-1").revision()).isEqualTo(8);
    }

    @Test
    @Tag("S20")
    void retentionDeletesEventsOlderThanTheLastSnapshots() {
        InstancesInMemory<State, Event> accounts = InstancesInMemory.of(Account.type()
                .snapshots(SnapshotPolicy.every(10))
                .retention(RetentionPolicy.deleteOlderThanLastSnapshots(2)));
        accounts.save("a-1", new Opened("Ann"));
        for (int i = 0; i < 34; i++) {
            deposit(accounts, 1);
        }
        accounts.reload();

        assertThat(accounts.snapshots().revisionsTaken()).containsExactly(10L, 20L, 30L);
        assertThat(accounts.journal().events("a-1").get(0).revision()).isEqualTo(20);
        assertThat(accounts.journal().events("a-1")).hasSize(15);
        assertThat(accounts.instances().state("a-1").state()).isEqualTo(new State("Ann", 34));
    }

    @Test
    @Tag("S20")
    void readingBelowTheHorizonFailsAndSaysSo() {
        InstancesInMemory<State, Event> accounts = InstancesInMemory.of(Account.type()
                .snapshots(SnapshotPolicy.every(10))
                .retention(RetentionPolicy.deleteOlderThanLastSnapshots(1)));
        deposit(accounts, 10);
        deposit(accounts, 3);

        assertThatThrownBy(() -> accounts.instances().history("a-1", 9, 12, event -> true))
                .isInstanceOf(HistoryHorizonException.class)
                .hasMessageContaining("from revision 9")
                .hasMessageContaining("only from revision 10");
        assertThatThrownBy(() -> accounts.instances().stateAt("a-1", 4)).isInstanceOf(HistoryHorizonException.class);
        assertThat(accounts.instances().stateAt("a-1", 11).state().cents()).isEqualTo(11);
        List<Long> read = new ArrayList<>();
        accounts.instances().history("a-1", 10, 13, event -> read.add(event.revision()));
        assertThat(read).containsExactly(10L, 11L, 12L);
    }

    @Test
    @Tag("S20")
    void oneSnapshotDeletesABoundedNumberOfEventsAndTheNextTheRest() {
        InstancesInMemory<State, Event> accounts = InstancesInMemory.of(Account.type()
                .snapshots((last, revision, state) -> revision % 25_000 == 0)
                .retention(RetentionPolicy.deleteOlderThanLastSnapshots(1)));
        deposit(accounts, 25_000);
        assertThat(accounts.journal().events("a-1").get(0).revision()).isEqualTo(10_000);
        deposit(accounts, 25_000);
        assertThat(accounts.journal().events("a-1").get(0).revision()).isEqualTo(20_000);
    }

    @Test
    @Tag("S34")
    void whatWasHandledIsRememberedThroughASnapshot() {
        InstancesInMemory<State, Event> accounts = InstancesInMemory.of(Account.type()
                .snapshots(SnapshotPolicy.every(2))
                .retention(RetentionPolicy.deleteOlderThanLastSnapshots(1)));
        for (int i = 0; i < 6; i++) {
            UnitOfWork<State, Event> work = accounts.begin("a-1", Cause.root("m-" + i));
            work.record(new Deposited(1));
            work.save();
        }
        accounts.reload();

        for (int i = 0; i < 6; i++) {
            int revision = i;
            assertThat(accounts.begin("a-1", Cause.root("m-" + i)).alreadyHandled())
                    .hasValueSatisfying(
                            handled -> assertThat(handled.revisionBefore()).isEqualTo(revision));
        }
    }

    @Test
    void theStateAtEveryEarlierRevisionIsThatOfItsEvents() {
        InstancesInMemory<State, Event> accounts = accounts(SnapshotPolicy.every(4));
        deposit(accounts, 3);
        deposit(accounts, 3);
        deposit(accounts, 5);

        for (int revision = 0; revision <= 11; revision++) {
            assertThat(accounts.instances().stateAt("a-1", revision).state().cents())
                    .isEqualTo(revision);
        }
        assertThatThrownBy(() -> accounts.instances().stateAt("a-1", 12))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 0 to 11");
    }
}
