/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.Cause;
import dev.skald.EventMetadata;
import dev.skald.ExpectedRevision;
import dev.skald.HandlingException;
import dev.skald.RecordedEvent;
import dev.skald.SaveResult;
import dev.skald.UnitOfWork;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Deposited;
import dev.skald.testing.account.Account.Event;
import dev.skald.testing.account.Account.Opened;
import dev.skald.testing.account.Account.State;
import dev.skald.testing.account.Account.Withdrawn;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Units of work over journal and snapshots in memory. */
class UnitOfWorkTest {

    private final InstancesInMemory<State, Event> accounts = InstancesInMemory.of(Account.type());

    private UnitOfWork<State, Event> begin(String id) {
        return accounts.begin(id);
    }

    @Test
    @Tag("S1")
    @Tag("S3")
    void onAnUnknownInstanceItStartsAtRevision0WithTheInitialState() {
        UnitOfWork<State, Event> work = begin("a-1");

        assertThat(work.revision()).isZero();
        assertThat(work.state()).isEqualTo(Account.DECIDER.initialState());
    }

    @Test
    @Tag("S1")
    @Tag("S5")
    void afterASaveItIsAtTheNewRevisionWhichIsTheNextFreePosition() {
        UnitOfWork<State, Event> work = begin("a-1");
        work.record(new Opened("Ann"));
        work.record(new Deposited(5));

        assertThat(work.save()).isInstanceOf(SaveResult.Saved.class);
        assertThat(work.revision()).isEqualTo(2);
        assertThat(work.record(new Deposited(6)).revision()).isEqualTo(2);
        work.save();
        assertThat(begin("a-1").revision()).isEqualTo(3);
    }

    @Test
    @Tag("S2")
    void ofManySavesAtOneRevisionExactlyOneWinsAndTheOthersAreToldOfTheConflict() {
        List<UnitOfWork<State, Event>> works = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            UnitOfWork<State, Event> work = begin("a-1");
            work.record(new Opened("owner " + i));
            works.add(work);
        }

        List<SaveResult<Event>> results = works.stream().map(UnitOfWork::save).toList();

        assertThat(results.get(0)).isInstanceOf(SaveResult.Saved.class);
        assertThat(results.subList(1, 20))
                .containsOnly(new SaveResult.Conflict<>("account", "a-1", ExpectedRevision.exactly(0), 1));
        assertThat(accounts.journal().events("a-1")).hasSize(1);
    }

    @Test
    @Tag("S2")
    void aSaveWithAnExpectedRevisionThatIsNotSoIsAConflict() {
        UnitOfWork<State, Event> work = begin("a-1");
        work.record(new Opened("Ann"));

        assertThat(work.save(ExpectedRevision.mustExist()))
                .isEqualTo(new SaveResult.Conflict<>("account", "a-1", ExpectedRevision.mustExist(), 0));
        assertThat(accounts.journal().events("a-1")).isEmpty();
        assertThatThrownBy(work::save).isInstanceOf(IllegalStateException.class).hasMessageContaining("over");
    }

    @Test
    @Tag("S4")
    void savingNothingChangesNothing() {
        UnitOfWork<State, Event> work = begin("a-1");

        assertThat(work.save()).isEqualTo(new SaveResult.NotSaved<>(0));
        assertThat(accounts.journal().events("a-1")).isEmpty();
        assertThat(accounts.snapshots().revisionsTaken()).isEmpty();
    }

    @Test
    @Tag("S6")
    void ifOneOfSeveralEventsCannotBeAppliedNoneIsAppended() {
        UnitOfWork<State, Event> work = begin("a-1");
        work.record(new Opened("Ann"));
        assertThatThrownBy(() -> work.record(null)).isInstanceOf(HandlingException.class);

        assertThat(accounts.journal().events("a-1")).isEmpty();
        assertThat(begin("a-1").revision()).isZero();
    }

    @Test
    @Tag("S6")
    void severalEventsAreAppendedInTheOrderOfRecording() {
        UnitOfWork<State, Event> work = begin("a-1");
        work.record(new Opened("Ann"));
        work.record(new Deposited(5));
        work.record(new Withdrawn(3));
        work.save();

        assertThat(accounts.journal().events("a-1"))
                .extracting(RecordedEvent::event)
                .containsExactly(new Opened("Ann"), new Deposited(5), new Withdrawn(3));
        assertThat(accounts.journal().events("a-1"))
                .extracting(RecordedEvent::revision)
                .containsExactly(0L, 1L, 2L);
    }

    @Test
    @Tag("S8")
    void eventsAreAppliedAsTheyAreRecordedAndTheInstanceChangesOnlyWhenTheyAreSaved() {
        UnitOfWork<State, Event> work = begin("a-1");
        work.record(new Opened("Ann"));
        assertThat(work.state()).isEqualTo(new State("Ann", 0));
        work.record(new Deposited(5));
        assertThat(work.state()).isEqualTo(new State("Ann", 5));

        assertThat(begin("a-1").state()).isEqualTo(Account.DECIDER.initialState());
        work.save();
        assertThat(begin("a-1").state()).isEqualTo(new State("Ann", 5));
    }

    @Test
    @Tag("S41")
    void whatIsRecordedIsExactlyWhatIsPublished() {
        UnitOfWork<State, Event> work = accounts.begin("a-1", new Cause("command-7", "conversation-3", "00-trace-01"));
        RecordedEvent<Event> recorded = work.record(new Opened("Ann"));
        SaveResult<Event> result = work.save();

        assertThat(accounts.journal().events("a-1")).containsExactly(recorded);
        assertThat(result).isEqualTo(new SaveResult.Saved<>(0, 1, List.of(recorded)));
        assertThat(recorded.metadata())
                .isEqualTo(new EventMetadata(
                        "account/a-1/0",
                        "Opened",
                        "account",
                        InstancesInMemory.NOW,
                        "command-7",
                        "conversation-3",
                        0,
                        "00-trace-01"));
    }

    @Test
    @Tag("S34")
    void aMessageThatWasHandledBeforeIsRecognised() {
        UnitOfWork<State, Event> first = accounts.begin("a-1", Cause.root("m-1"));
        assertThat(first.alreadyHandled()).isEmpty();
        first.record(new Opened("Ann"));
        first.record(new Deposited(5));
        first.save();

        assertThat(accounts.begin("a-1", Cause.root("m-1")).alreadyHandled()).hasValueSatisfying(handled -> {
            assertThat(handled.revisionBefore()).isZero();
            assertThat(handled.revisionAfter()).isEqualTo(2);
        });
        assertThat(accounts.begin("a-1", Cause.root("m-2")).alreadyHandled()).isEmpty();
        assertThat(accounts.begin("a-2", Cause.root("m-1")).alreadyHandled()).isEmpty();
    }

    @Test
    @Tag("S19")
    void afterCompletionNothingMoreCanBeRecorded() {
        UnitOfWork<State, Event> work = begin("a-1");
        work.record(new Opened("Ann"));
        work.saveAndComplete();

        assertThatThrownBy(() -> work.record(new Deposited(1))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(work::save).isInstanceOf(IllegalStateException.class);
    }
}
