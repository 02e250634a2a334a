/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.kafka.AggregateType;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Deposit;
import dev.skald.testing.account.Account.Open;
import dev.skald.testing.account.Account.Withdraw;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;

class RandomHistoriesTest {

    private static final Pattern SEED = Pattern.compile("seed (-?\\d+)");

    private static Account.Command anything(Random random, Account.State state) {
        return switch (random.nextInt(3)) {
            case 0 -> new Open("Ann");
            case 1 -> new Deposit(random.nextInt(100));
            default -> new Withdraw(random.nextInt(100));
        };
    }

    /** A counter that is added to; {@code evolve} is what a test gets wrong. */
    private static AggregateType<Long, Long, Long> counter(Decider<Long, Long, Long> decider) {
        return AggregateType.named("counter", decider)
                .commands(Serdes.Long())
                .events(Serdes.Long())
                .states(Serdes.Long())
                .build();
    }

    @Test
    void rulesThatArePurePass() {
        assertThat(RandomHistories.of(Account.TYPE, RandomHistoriesTest::anything)
                        .runs(20)
                        .steps(40)
                        .check())
                .isGreaterThan(100);
    }

    @Test
    void theSameSeedIsTheSameHistory() {
        var histories = RandomHistories.of(Account.TYPE, RandomHistoriesTest::anything)
                .seed(7)
                .runs(3);
        assertThat(histories.check()).isEqualTo(histories.check());
    }

    @Test
    void anEvolveThatIsNotPureIsFoundAndTheSeedLeadsThereAgain() {
        long[] calls = {0};
        var impure = counter(Decider.of(
                0L,
                (state, command) -> Decision.accept(command),
                // Wrong for one history in some: every hundredth event counts twice.
                (state, event) -> ++calls[0] % 100 == 0 ? state + 2 * event : state + event));

        Throwable failure = catchThrowable(() -> RandomHistories.of(impure, (random, state) -> 1L + random.nextInt(5))
                .check());
        assertThat(failure).isInstanceOf(AssertionError.class).hasMessageContaining("expected InstanceState");

        Matcher seed = SEED.matcher(failure.getMessage());
        assertThat(seed.find()).isTrue();
        calls[0] = 0;
        assertThatThrownBy(() -> RandomHistories.of(impure, (random, state) -> 1L + random.nextInt(5))
                        .seed(Long.parseLong(seed.group(1)))
                        .runs(1)
                        .check())
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aDecisionThatChanceMakesIsFound() {
        Random chance = new Random();
        var impure = counter(Decider.of(
                0L, (state, command) -> Decision.accept(command + chance.nextInt(1000)), (state, event) -> event));

        assertThatThrownBy(
                        () -> RandomHistories.of(impure, (random, state) -> 1L).check())
                .hasMessageContaining("deciding 1 again");
    }
}
