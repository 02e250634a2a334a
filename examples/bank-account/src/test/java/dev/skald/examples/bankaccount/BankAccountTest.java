/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.bankaccount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.ExpectedRevision;
import dev.skald.examples.bankaccount.BankAccount.Command;
import dev.skald.examples.bankaccount.BankAccount.Deposit;
import dev.skald.examples.bankaccount.BankAccount.Deposited;
import dev.skald.examples.bankaccount.BankAccount.Event;
import dev.skald.examples.bankaccount.BankAccount.Open;
import dev.skald.examples.bankaccount.BankAccount.Opened;
import dev.skald.examples.bankaccount.BankAccount.State;
import dev.skald.examples.bankaccount.BankAccount.Withdraw;
import dev.skald.examples.bankaccount.BankAccount.Withdrawn;
import dev.skald.kafka.CommandOptions;
import dev.skald.testing.AggregateSpec;
import dev.skald.testing.RandomHistories;
import dev.skald.testing.TestApplication;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BankAccountTest {

    private final AggregateSpec<State, Command, Event> account = AggregateSpec.of(BankAccount.TYPE);

    @Test
    void moneyCanBeTakenOut() {
        account.given(new Opened("Ann"), new Deposited(100))
                .when(new Withdraw(70))
                .then(new Withdrawn(70))
                .thenState(state -> assertThat(state.balanceCents()).isEqualTo(30));
    }

    @Test
    void anAccountCannotBeOverdrawn() {
        account.given(new Opened("Ann"), new Deposited(100))
                .when(new Withdraw(101))
                .thenRejected("insufficient-funds");
    }

    @Test
    void anAccountIsOpenedOnce() {
        account.givenNothing()
                .when(new Open("Ann"))
                .then(new Opened("Ann"))
                .and()
                .when(new Open("Bob"))
                .thenRejected("already-open");
        account.givenNothing().when(new Deposit(1)).thenRejected("not-open");
    }

    @Test
    void theWholeTopologyAnswersAsTheRulesSay() {
        try (TestApplication bank = TestApplication.of(BankAccount.TYPE)) {
            bank.given(BankAccount.TYPE, "ann", new Opened("Ann"))
                    .when(new Deposit(100))
                    .then(new Deposited(100))
                    .when(new Withdraw(1), CommandOptions.expecting(ExpectedRevision.exactly(1)))
                    .thenConflict();
        }
    }

    @Test
    void replayLeadsToTheStateThatLives() {
        long events =
                RandomHistories.of(BankAccount.TYPE, BankAccountTest::anything).check();
        assertThat(events).isPositive();
    }

    private static Command anything(Random random, State state) {
        List<Command> commands =
                List.of(new Open("Ann"), new Deposit(random.nextInt(100)), new Withdraw(random.nextInt(100)));
        return commands.get(random.nextInt(commands.size()));
    }
}
