/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("T5")
class RetryPolicyTest {

    private static final double MIDDLE = 0.5;

    @Test
    void byDefaultThereAre10RetriesAfterTheFirstAttempt() {
        assertThat(delays(RetryPolicy.DEFAULT, MIDDLE)).hasSize(10);
        assertThat(RetryPolicy.DEFAULT.next(10, Duration.ZERO, MIDDLE)).isPresent();
        assertThat(RetryPolicy.DEFAULT.next(11, Duration.ZERO, MIDDLE)).isEmpty();
    }

    @Test
    void byDefaultTheFirstDelayIs500MillisecondsAndEachIsLongerByHalf() {
        assertThat(delays(RetryPolicy.DEFAULT, MIDDLE).subList(0, 4))
                .containsExactly(
                        Duration.ofMillis(500),
                        Duration.ofMillis(750),
                        Duration.ofMillis(1125),
                        Duration.ofMillis(1688));
    }

    @Test
    void byDefaultJitterIsHalfOfTheDelayUpOrDown() {
        assertThat(RetryPolicy.DEFAULT.next(1, Duration.ZERO, 0)).contains(Duration.ofMillis(250));
        assertThat(RetryPolicy.DEFAULT.next(1, Duration.ZERO, 1)).contains(Duration.ofMillis(750));
    }

    @Test
    void byDefaultADelayIsAtMost60SecondsBeforeJitter() {
        RetryPolicy patient = RetryPolicy.DEFAULT.withRetries(1_000_000);
        assertThat(patient.next(13, Duration.ZERO, MIDDLE)).contains(Duration.ofSeconds(60));
        assertThat(patient.next(1_000_000, Duration.ZERO, MIDDLE)).contains(Duration.ofSeconds(60));
    }

    @Test
    void byDefaultNoAttemptBeginsLaterThan15MinutesAfterTheFirst() {
        Duration latest = Duration.ofMinutes(15).minusMillis(500);
        assertThat(RetryPolicy.DEFAULT.next(1, latest, MIDDLE)).isPresent();
        assertThat(RetryPolicy.DEFAULT.next(1, latest.plusMillis(1), MIDDLE)).isEmpty();
    }

    @Test
    void noRetriesMeansOneAttempt() {
        assertThat(RetryPolicy.DEFAULT.withRetries(0).next(1, Duration.ZERO, MIDDLE))
                .isEmpty();
    }

    @Test
    void everythingCanBeConfigured() {
        RetryPolicy policy = RetryPolicy.DEFAULT
                .withRetries(4)
                .withDelays(Duration.ofSeconds(1), 10)
                .withJitter(0)
                .withBounds(Duration.ofSeconds(50), Duration.ofSeconds(70));
        assertThat(delays(policy, 1))
                .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(50));
    }

    @Test
    void withoutADelayItIsRepeatedAtOnce() {
        RetryPolicy atOnce = RetryPolicy.DEFAULT.withDelays(Duration.ZERO, 1e300);
        assertThat(delays(atOnce, 1)).hasSize(10).containsOnly(Duration.ZERO);
    }

    @Test
    void theSameAttemptAlwaysHasTheSameJitterAndOthersHaveOthers() {
        assertThat(Chance.of("trip-1", "hotel", Phase.CONFIRM, 2))
                .isEqualTo(Chance.of("trip-1", "hotel", Phase.CONFIRM, 2));
        double sum = 0;
        for (int i = 0; i < 1_000; i++) {
            double chance = Chance.of("trip-" + i, "hotel", Phase.CONFIRM, 1);
            assertThat(chance).isBetween(0.0, 1.0);
            sum += chance;
        }
        assertThat(sum).as("a thousand agreements are spread evenly").isBetween(450.0, 550.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void aJitterOutsideOf0To1IsRefused(double jitter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.DEFAULT.withJitter(jitter))
                .withMessage("expected a jitter from 0 to 1, but it is " + jitter);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.9, -2, Double.NaN})
    void aFactorThatDoesNotGrowIsRefused(double factor) {
        assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.DEFAULT.withDelays(Duration.ZERO, factor));
    }

    @Test
    void negativeOrEndlessTimesAndNegativeRetriesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.DEFAULT.withRetries(-1))
                .withMessage("expected 0 or more retries, but they are -1");
        for (Duration wrong : List.of(Duration.ofMillis(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.DEFAULT.withDelays(wrong, 1));
            assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.DEFAULT.withBounds(wrong, Duration.ZERO));
            assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.DEFAULT.withBounds(Duration.ZERO, wrong));
        }
    }

    private static List<Duration> delays(RetryPolicy policy, double chance) {
        List<Duration> delays = new ArrayList<>();
        Duration since = Duration.ZERO;
        Optional<Duration> next = policy.next(1, since, chance);
        while (next.isPresent()) {
            delays.add(next.get());
            since = since.plus(next.get());
            next = policy.next(delays.size() + 1, since, chance);
        }
        return delays;
    }
}
