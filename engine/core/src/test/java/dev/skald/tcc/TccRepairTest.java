/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static dev.skald.tcc.Agreement.START;
import static dev.skald.tcc.Agreement.rejectedWith;
import static dev.skald.tcc.Agreement.started;
import static dev.skald.tcc.Agreement.tried;
import static dev.skald.tcc.Phase.CONFIRM;
import static dev.skald.tcc.Phase.TRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.tcc.Outcome.Result;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TccRepairTest {

    private static final List<String> TRIP = List.of("flight", "hotel", "car");
    private static final Answer DONE = Answer.done();
    private static final Answer SOLD_OUT = Answer.failed("sold-out", "expected a free seat, but there is none");
    private static final Answer DOWN = Answer.retry("down", "the database is not there");

    @Test
    @Tag("T25")
    void anOperatorHasWhatWasGivenUpAskedForAgain() {
        Agreement trip = confirmFailed();
        assertThat(trip.state().needsRepair()).isTrue();
        assertThat(trip.retries("the database is back").asked()).containsExactly("confirm 2 flight");
        assertThat(trip.effects()).contains(new TccEffect.NeedsNoRepair());
        assertThat(trip.log(TccEvent.RetryOrdered.class))
                .containsExactly(new TccEvent.RetryOrdered("the database is back", trip.now()));
        trip.answers("flight", CONFIRM, 2, DONE);
        assertThat(trip.log(TccEvent.Repaired.class)).hasSize(1);
        assertThat(trip.effects()).containsExactly(new TccEffect.NeedsNoRepair());
        assertThat(trip.outcome().result()).as("callers were told so").isEqualTo(Result.CONFIRM_FAILED);
        assertThat(trip.outcome().confirmFailed()).isEmpty();
        assertThat(trip.state().needsRepair()).isFalse();
    }

    @Test
    @Tag("T25")
    void anOperatorsRetryHasAllItsAttemptsAnew() {
        Agreement trip = confirmFailed().retries("again");
        trip.sleepUntilOver();
        assertThat(trip.step("flight", CONFIRM).attempts()).isEqualTo(1 + 4);
        assertThat(trip.state().needsRepair()).isTrue();
        assertThat(trip.effects()).contains(new TccEffect.NeedsRepair(trip.outcome()));
    }

    @Test
    @Tag("T25")
    void aRefusalFromBeforeTheRepairDoesNotStopIt() {
        Agreement trip = confirmFailed().retries("the account is open again").answers("flight", CONFIRM, 1, SOLD_OUT);
        assertThat(trip.step("flight", CONFIRM).isGoingOn()).isTrue();
        trip.answers("flight", CONFIRM, 2, DONE);
        assertThat(trip.log(TccEvent.Repaired.class)).hasSize(1);
    }

    @Test
    @Tag("T25")
    void anOperatorSaysThatItIsInOrder() {
        Agreement trip = confirmFailed().resolves("paid by hand");
        assertThat(trip.log(TccEvent.Resolved.class))
                .containsExactly(new TccEvent.Resolved("paid by hand", trip.now()));
        assertThat(trip.effects()).containsExactly(new TccEffect.NeedsNoRepair());
        assertThat(trip.state().needsRepair()).isFalse();
        assertThat(trip.send(new TccCommand.Retry("", START))).satisfies(rejectedWith("nothing-to-repair"));
        assertThat(trip.send(new TccCommand.Resolve("", START))).satisfies(rejectedWith("nothing-to-repair"));
    }

    @Test
    @Tag("T25")
    void whatGoesOnNeedsNoRepair() {
        Agreement trip = tried(TRIP, DONE, DONE, DONE).answers("flight", CONFIRM, 1, SOLD_OUT);
        assertThat(trip.send(new TccCommand.Retry("", START))).satisfies(rejectedWith("nothing-to-repair"));
        assertThat(trip.effects()).isEmpty();
    }

    @Test
    @Tag("T25")
    void whatWasGivenUpAndSucceedsAfterAllIsRepaired() {
        Agreement trip = started("flight").done("flight", TRY);
        trip.sleepUntilOver();
        assertThat(trip.answers("flight", CONFIRM, 2, DONE).effects()).containsExactly(new TccEffect.NeedsNoRepair());
        assertThat(trip.outcome().result()).isEqualTo(Result.CONFIRM_FAILED);
    }

    @Test
    @Tag("T25")
    void theListOfRepairsShowsWhatEachSideLastAnswered() {
        Agreement trip = tried(List.of("flight", "hotel"), DONE, DONE)
                .answers("flight", CONFIRM, 1, SOLD_OUT)
                .answers("hotel", CONFIRM, 1, SOLD_OUT)
                .retries("again")
                .answers("flight", CONFIRM, 2, SOLD_OUT);
        trip.answers("hotel", CONFIRM, 2, DOWN);
        assertThat(trip.effects()).containsExactly(new TccEffect.NeedsRepair(trip.outcome()));
        assertThat(trip.participant("hotel").failure(CONFIRM)).isEqualTo(DOWN);
    }

    private static Agreement confirmFailed() {
        return tried(List.of("flight", "hotel"), DONE, DONE)
                .answers("flight", CONFIRM, 1, SOLD_OUT)
                .done("hotel", CONFIRM);
    }
}
