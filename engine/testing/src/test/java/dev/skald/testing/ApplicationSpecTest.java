/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.ExpectedRevision;
import dev.skald.Reply;
import dev.skald.kafka.CommandOptions;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Deposit;
import dev.skald.testing.account.Account.Deposited;
import dev.skald.testing.account.Account.Explode;
import dev.skald.testing.account.Account.Opened;
import dev.skald.testing.account.Account.Rename;
import dev.skald.testing.account.Account.Withdraw;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplicationSpecTest {

    private final TestApplication bank = TestApplication.of(Account.TYPE);

    @AfterEach
    void close() {
        bank.close();
    }

    @Test
    void whatIsAsExpectedPasses() {
        bank.given(Account.TYPE, "a-1", new Opened("Ann"), new Deposited(5))
                .when(new Deposit(2))
                .then(new Deposited(2))
                .thenState(state -> assertThat(state.cents()).isEqualTo(7))
                .when(new Withdraw(8))
                .thenRejected("insufficient-funds")
                .when(new Rename("Ann"))
                .thenNothing()
                .when(new Deposit(1), CommandOptions.expecting(ExpectedRevision.exactly(1)))
                .thenConflict()
                .when(new Explode("bang"))
                .thenFailed(IllegalStateException.class)
                .when(new Deposit(1))
                .thenReply(new Reply.Accepted(3, 4));
        assertThat(bank.deadLetters()).hasSize(1);
    }

    @Test
    void whatIsNotFailsWithWhatWasAndWhatWasExpected() {
        var deposited = bank.given(Account.TYPE, "a-1", new Opened("Ann")).when(new Deposit(2));
        assertThatThrownBy(() -> deposited.then(new Deposited(3)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        AggregateType[account] a-1 at revision 1:
                          when     Deposit[cents=2]
                          expected the events [Deposited[cents=3]], and not [Deposited[cents=2]]
                          but was  Accepted[revisionBefore=1, revisionAfter=2]""");
        assertThatThrownBy(deposited::thenNothing).isInstanceOf(AssertionError.class);
        assertThatThrownBy(deposited::thenConflict).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> deposited.thenRejected("not-open")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> deposited.thenFailed(IllegalStateException.class))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> deposited.thenReply(new Reply.Accepted(0, 1))).isInstanceOf(AssertionError.class);
    }
}
