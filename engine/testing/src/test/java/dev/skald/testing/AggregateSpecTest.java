/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.kafka.AggregateType;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Command;
import dev.skald.testing.account.Account.Deposit;
import dev.skald.testing.account.Account.Deposited;
import dev.skald.testing.account.Account.Event;
import dev.skald.testing.account.Account.Open;
import dev.skald.testing.account.Account.Opened;
import dev.skald.testing.account.Account.Rename;
import dev.skald.testing.account.Account.State;
import dev.skald.testing.account.Account.Withdraw;
import dev.skald.testing.account.Account.Withdrawn;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class AggregateSpecTest {

    private final AggregateSpec<State, Command, Event> account = AggregateSpec.of(Account.TYPE);

    @Test
    void whatIsAsExpectedPasses() {
        account.givenNothing().when(new Open("Ann")).then(new Opened("Ann"));
        account.given(new Opened("Ann")).when(new Rename("Ann")).thenNothing();
        account.given(new Opened("Ann")).when(new Withdraw(1)).thenRejected("insufficient-funds");
        account.given(new Opened("Ann"), new Deposited(3))
                .thenState(state -> assertThat(state.cents()).isEqualTo(3))
                .when(new Withdraw(1))
                .then(new Withdrawn(1))
                .thenState(state -> assertThat(state.cents()).isEqualTo(2))
                .and()
                .when(new Withdraw(3))
                .thenRejected("insufficient-funds");
    }

    @Test
    void otherEventsFailWithTheWholeStory() {
        assertThatThrownBy(() -> account.given(new Opened("Ann"), new Deposited(100))
                        .when(new Withdraw(70))
                        .then(new Withdrawn(71)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        AggregateType[account]:
                          given    [Opened[owner=Ann], Deposited[cents=100]]
                          so state State[owner=Ann, cents=100]
                          when     Withdraw[cents=70]
                          expected the events [Withdrawn[cents=71]]
                          but was  Accepted[events=[Withdrawn[cents=70]]]""");
    }

    @Test
    void aRefusalIsNotAnEventAndAnEventNoRefusal() {
        var withdrawn = account.given(new Opened("Ann")).when(new Withdraw(70));
        assertThatThrownBy(() -> withdrawn.then(new Withdrawn(70))).hasMessageContaining("insufficient-funds");
        assertThatThrownBy(withdrawn::thenNothing).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> withdrawn.thenRejected("not-open")).hasMessageContaining("with code not-open");

        var deposited = account.given(new Opened("Ann")).when(new Deposit(1));
        assertThatThrownBy(() -> deposited.thenRejected("not-open")).hasMessageContaining("Deposited[cents=1]");
        assertThatThrownBy(deposited::thenNothing).isInstanceOf(AssertionError.class);
    }

    @Test
    void whatDoesNotSurviveItsSerdeFails() {
        Serde<State> forgetful = Serdes.serdeFrom(
                (topic, state) -> new byte[] {(byte) state.cents()}, (topic, bytes) -> new State("", bytes[0]));
        AggregateType<State, Command, Event> type =
                Account.type().states(forgetful).build();

        assertThatThrownBy(() -> AggregateSpec.of(type)
                        .givenNothing()
                        .when(new Open("Ann"))
                        .then(new Opened("Ann")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("expected a state that survives its serde")
                .hasMessageContaining("State[owner=Ann, cents=0]");
    }
}
