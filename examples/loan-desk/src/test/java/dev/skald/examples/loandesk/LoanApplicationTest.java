/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.examples.loandesk.LoanApplication.Advance;
import dev.skald.examples.loandesk.LoanApplication.Advanced;
import dev.skald.examples.loandesk.LoanApplication.Command;
import dev.skald.examples.loandesk.LoanApplication.CompleteWork;
import dev.skald.examples.loandesk.LoanApplication.Entry;
import dev.skald.examples.loandesk.LoanApplication.Event;
import dev.skald.examples.loandesk.LoanApplication.OfferProcessed;
import dev.skald.examples.loandesk.LoanApplication.OfferStep;
import dev.skald.examples.loandesk.LoanApplication.ProcessOffer;
import dev.skald.examples.loandesk.LoanApplication.ScheduleWork;
import dev.skald.examples.loandesk.LoanApplication.Stage;
import dev.skald.examples.loandesk.LoanApplication.StartWork;
import dev.skald.examples.loandesk.LoanApplication.State;
import dev.skald.examples.loandesk.LoanApplication.Status;
import dev.skald.examples.loandesk.LoanApplication.Submit;
import dev.skald.examples.loandesk.LoanApplication.Submitted;
import dev.skald.examples.loandesk.LoanApplication.WorkCompleted;
import dev.skald.examples.loandesk.LoanApplication.WorkScheduled;
import dev.skald.examples.loandesk.LoanApplication.WorkStarted;
import dev.skald.testing.AggregateSpec;
import dev.skald.testing.RandomHistories;
import dev.skald.testing.TestApplication;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoanApplicationTest {

    private static final AggregateSpec<State, Command, Event> SPEC = AggregateSpec.of(LoanApplication.TYPE);

    private static final List<Stage> STAGES = List.of(Stage.values());
    private static final List<OfferStep> OFFER_STEPS = List.of(OfferStep.values());

    private static Entry entry(int number) {
        return new Entry(
                number, Instant.parse("2011-10-01T00:00:00Z").plusSeconds(number), number % 2 == 0 ? "112" : null);
    }

    private static Event submitted() {
        return new Submitted(20_000, entry(0));
    }

    private static Event[] granted() {
        return new Event[] {
            submitted(),
            new Advanced(Stage.PARTLY_SUBMITTED, entry(1)),
            new Advanced(Stage.PRE_ACCEPTED, entry(2)),
            new Advanced(Stage.ACCEPTED, entry(3)),
            new Advanced(Stage.FINALIZED, entry(4)),
            new Advanced(Stage.APPROVED, entry(5))
        };
    }

    @Test
    void itIsSubmittedOnce() {
        SPEC.givenNothing().when(new Submit(20_000, entry(0))).then(submitted());
        SPEC.given(submitted()).when(new Submit(20_000, entry(1))).thenRejected("already-submitted");
    }

    @Test
    void itGoesThroughItsStagesInOrder() {
        SPEC.given(submitted())
                .when(new Advance(Stage.ACCEPTED, entry(1)))
                .thenRejected("out-of-order")
                .and()
                .when(new Advance(Stage.PARTLY_SUBMITTED, entry(1)))
                .then(new Advanced(Stage.PARTLY_SUBMITTED, entry(1)))
                .and()
                .when(new Advance(Stage.PARTLY_SUBMITTED, entry(2)))
                .thenRejected("already-reached");
        SPEC.givenNothing().when(new Advance(Stage.PARTLY_SUBMITTED, entry(0))).thenRejected("out-of-order");
    }

    @Test
    void approvedRegisteredAndActivatedComeInAnyOrder() {
        SPEC.given(granted())
                .when(new Advance(Stage.ACTIVATED, entry(6)))
                .then(new Advanced(Stage.ACTIVATED, entry(6)))
                .thenState(state -> assertThat(state.status()).isEqualTo(Status.APPROVED))
                .and()
                .when(new Advance(Stage.DECLINED, entry(7)))
                .thenRejected("out-of-order");
    }

    @Test
    void aDeclinedApplicationIsClosedButItsWorkCanBeFinished() {
        SPEC.given(
                        submitted(),
                        new Advanced(Stage.PARTLY_SUBMITTED, entry(1)),
                        new WorkScheduled("leads", entry(2)),
                        new WorkStarted("leads", entry(3)),
                        new Advanced(Stage.DECLINED, entry(4)))
                .when(new Advance(Stage.PRE_ACCEPTED, entry(5)))
                .thenRejected("application-closed")
                .and()
                .when(new ScheduleWork("fraud", entry(5)))
                .thenRejected("application-closed")
                .and()
                .when(new CompleteWork("leads", entry(5)))
                .then(new WorkCompleted("leads", entry(5)))
                .and()
                .when(new StartWork("leads", entry(6)))
                .thenRejected("application-closed");
    }

    @Test
    void workItemsAreScheduledStartedAndCompleted() {
        SPEC.given(submitted())
                .when(new StartWork("leads", entry(1)))
                .thenRejected("not-scheduled")
                .and()
                .when(new ScheduleWork("leads", entry(1)))
                .then(new WorkScheduled("leads", entry(1)))
                .and()
                .when(new CompleteWork("leads", entry(2)))
                .thenRejected("not-started")
                .and()
                .when(new StartWork("leads", entry(2)))
                .then(new WorkStarted("leads", entry(2)))
                .and()
                .when(new StartWork("leads", entry(3)))
                .thenRejected("already-started");
        SPEC.givenNothing().when(new ScheduleWork("leads", entry(0))).thenRejected("not-submitted");
    }

    @Test
    void offersAreSelectedCreatedSentAndAnswered() {
        Event[] preAccepted = {
            submitted(),
            new Advanced(Stage.PARTLY_SUBMITTED, entry(1)),
            new Advanced(Stage.PRE_ACCEPTED, entry(2)),
            new OfferProcessed(OfferStep.SELECTED, entry(3)),
            new OfferProcessed(OfferStep.CREATED, entry(4)),
            new OfferProcessed(OfferStep.SENT, entry(5))
        };
        SPEC.given(preAccepted)
                .when(new ProcessOffer(OfferStep.CREATED, entry(6)))
                .thenRejected("no-such-offer")
                .and()
                .when(new ProcessOffer(OfferStep.ACCEPTED, entry(6)))
                .then(new OfferProcessed(OfferStep.ACCEPTED, entry(6)))
                .and()
                .when(new ProcessOffer(OfferStep.CANCELLED, entry(7)))
                .thenRejected("no-such-offer");
        SPEC.given(submitted())
                .when(new ProcessOffer(OfferStep.SELECTED, entry(1)))
                .thenRejected("no-such-offer");
    }

    @Test
    void aRecordBeforeTheLastAcceptedOneIsPast() {
        SPEC.given(granted()).when(new ScheduleWork("leads", entry(3))).thenRejected("already-past");
    }

    @Test
    void randomHistoriesReplayToTheSameState() {
        long events = RandomHistories.of(LoanApplication.TYPE, LoanApplicationTest::randomCommand)
                .check();

        assertThat(events).isGreaterThan(200);
    }

    private static Command randomCommand(Random random, State state) {
        Entry entry = entry(state.nextNumber() + random.nextInt(3) - (random.nextInt(8) == 0 ? 1 : 0));
        String item = "item " + random.nextInt(2);
        return switch (random.nextInt(state.submitted() ? 7 : 2)) {
            case 0, 1 -> new Submit(random.nextInt(1000), entry);
            case 2, 3 -> new Advance(STAGES.get(random.nextInt(state.reached().size() + 2)), entry);
            case 4 -> new ProcessOffer(OFFER_STEPS.get(random.nextInt(OFFER_STEPS.size())), entry);
            case 5 -> new ScheduleWork(item, entry);
            default -> random.nextBoolean() ? new StartWork(item, entry) : new CompleteWork(item, entry);
        };
    }

    @Test
    void itWorksInTheWholeTopology() {
        try (TestApplication desk = TestApplication.of(LoanApplication.TYPE)) {
            desk.given(LoanApplication.TYPE, "173688", granted())
                    .when(new Advance(Stage.REGISTERED, entry(6)))
                    .then(new Advanced(Stage.REGISTERED, entry(6)))
                    .when(new Advance(Stage.CANCELLED, entry(7)))
                    .thenRejected("out-of-order");
        }
    }
}
