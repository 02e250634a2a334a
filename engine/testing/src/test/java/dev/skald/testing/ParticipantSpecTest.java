/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static dev.skald.tcc.Phase.CANCEL;
import static dev.skald.tcc.Phase.CONFIRM;
import static dev.skald.tcc.Phase.TRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.Decision;
import dev.skald.tcc.TccParticipant;
import dev.skald.testing.stock.Stock;
import dev.skald.testing.stock.Stock.Event;
import dev.skald.testing.stock.Stock.Held;
import dev.skald.testing.stock.Stock.Pieces;
import dev.skald.testing.stock.Stock.Released;
import dev.skald.testing.stock.Stock.Restocked;
import dev.skald.testing.stock.Stock.State;
import dev.skald.testing.stock.Stock.Taken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ParticipantSpecTest {

    private static final String TCC = ParticipantSpec.TCC_ID;
    private static final Pieces FOUR = new Pieces(4);

    private final ParticipantSpec<State, Pieces, Event> stock =
            ParticipantSpec.of(Stock.type("stock"), Stock.PARTICIPANT);

    @Test
    void whatIsAsExpectedPasses() {
        stock.given(new Restocked(10))
                .when(TRY, FOUR)
                .thenRan()
                .thenDone(new Held(TCC, 4))
                .thenState(state -> assertThat(state.free()).isEqualTo(6))
                .and()
                .when(CONFIRM, FOUR)
                .thenDone(new Taken(TCC))
                .thenState(state -> assertThat(state.taken()).isEqualTo(4));
        stock.given(new Restocked(10)).asked(TRY, FOUR).when(CANCEL, FOUR).thenDone(new Released(TCC));
        stock.givenNothing().when(TRY, FOUR).thenRan().thenFailed("sold-out");
    }

    @Test
    @Tag("T18")
    void aRequestThatComesAgainIsAnsweredAgainAndDoesNotRun() {
        stock.given(new Restocked(10))
                .asked(TRY, FOUR)
                .when(TRY, FOUR)
                .thenDidNotRun()
                .thenDone();
        stock.givenNothing().asked(TRY, FOUR).when(TRY, FOUR).thenDidNotRun().thenFailed("sold-out");
        ParticipantSpec.Given<State, Pieces, Event> confirmed =
                stock.given(new Restocked(10)).asked(TRY, FOUR).asked(CONFIRM, FOUR);
        confirmed.when(CONFIRM, FOUR).thenDidNotRun().thenDone();
        stock.given(new Restocked(10))
                .asked(TRY, FOUR)
                .asked(CANCEL, FOUR)
                .when(CANCEL, FOUR)
                .thenDidNotRun()
                .thenDone();
    }

    @Test
    @Tag("T19")
    @Tag("T20")
    void aCancelWithoutATrySucceedsAndTheTryAfterItIsRefused() {
        stock.given(new Restocked(10))
                .when(CANCEL, FOUR)
                .thenDidNotRun()
                .thenDone()
                .and()
                .when(TRY, FOUR)
                .thenDidNotRun()
                .thenFailed("canceled-before");
    }

    @Test
    @Tag("T21")
    void aCancelAfterAFailedTryRunsIfThatHasEffectsOutside() {
        stock.givenNothing().asked(TRY, FOUR).when(CANCEL, FOUR).thenDidNotRun().thenDone();
        ParticipantSpec.of(Stock.type("stock"), new Outside())
                .givenNothing()
                .asked(TRY, FOUR)
                .when(CANCEL, FOUR)
                .thenRan()
                .thenDone();
    }

    @Test
    @Tag("T22")
    void aConfirmWithoutASuccessfulTryIsRefused() {
        stock.givenNothing().when(CONFIRM, FOUR).thenDidNotRun().thenFailed("not-tried");
        stock.givenNothing()
                .asked(TRY, FOUR)
                .when(CONFIRM, FOUR)
                .thenDidNotRun()
                .thenFailed("not-tried");
    }

    @Test
    @Tag("T23")
    void rulesThatThrowFailATryAndHaveAConfirmRepeated() {
        stock.given(new Restocked(10)).when(TRY, new Pieces(2000)).thenFailed("java.lang.IllegalArgumentException");
        ParticipantSpec.of(Stock.type("stock"), new Outside())
                .given(new Restocked(10))
                .asked(TRY, new Pieces(1))
                .when(CONFIRM, FOUR)
                .thenRan()
                .thenRetry();
    }

    @Test
    void theInstanceMayChangeInBetween() {
        stock.given(new Restocked(4))
                .asked(TRY, FOUR)
                .with(new Restocked(1))
                .when(CONFIRM, FOUR)
                .thenDone(new Taken(TCC))
                .thenState(state -> assertThat(state.free()).isEqualTo(1));
    }

    @Test
    void anotherAnswerFailsWithTheWholeStory() {
        assertThatThrownBy(() -> stock.given(new Restocked(10))
                        .asked(TRY, FOUR)
                        .when(CANCEL, FOUR)
                        .thenDone(new Taken(TCC)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        AggregateType[stock] as a participant:
                          given    [Restocked[pieces=10], Held[tccId=spec, pieces=4]]
                          asked    [try Pieces[pieces=4]]
                          so state State[free=6, taken=0, held=spec=4], behind a fence that says TRY_DONE
                          when     cancel Pieces[pieces=4]
                          expected done, with the events [Taken[tccId=spec]]
                          but was  done, with the events [Released[tccId=spec]]; the rules were called""");
    }

    @Test
    void everyExpectationCanFail() {
        ParticipantSpec.When<State, Pieces, Event> tried =
                stock.given(new Restocked(10)).when(TRY, FOUR);
        assertThatThrownBy(tried::thenDidNotRun).isInstanceOf(AssertionError.class);
        assertThatThrownBy(tried::thenRetry).isInstanceOf(AssertionError.class);
        assertThatThrownBy(tried::thenDone).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> tried.thenFailed("sold-out")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(stock.givenNothing().when(CANCEL, FOUR)::thenRan)
                .hasMessageContaining("the rules were not called");
    }

    /** Its tries leave something outside even if they fail, and its confirms throw. */
    private static final class Outside implements TccParticipant<State, Pieces, Event> {

        @Override
        public Decision<Event> reserve(State state, String tccId, Pieces request) {
            return Stock.PARTICIPANT.reserve(state, tccId, request);
        }

        @Override
        public Decision<Event> confirm(State state, String tccId, Pieces request) {
            throw new IllegalStateException("the house is on fire");
        }

        @Override
        public Decision<Event> cancel(State state, String tccId, Pieces request) {
            return Decision.nothing();
        }

        @Override
        public boolean hasEffectsOutside() {
            return true;
        }
    }
}
