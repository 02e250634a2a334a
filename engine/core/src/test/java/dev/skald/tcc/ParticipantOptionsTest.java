/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ParticipantOptionsTest {

    private static final ParticipantOptions UNSET = ParticipantOptions.unset();

    @Test
    @Tag("T6")
    void anOptionOfTheOrchestratorOverridesTheParticipants() {
        RetryPolicy once = RetryPolicy.DEFAULT.withRetries(0);
        ParticipantOptions participant =
                UNSET.withTryTimeout(Duration.ofSeconds(1)).withAnswerTimeout(Duration.ofSeconds(2));
        ParticipantOptions orchestrator =
                UNSET.withTryTimeout(Duration.ofSeconds(3)).withRetry(once);
        assertThat(Leg.Terms.of(orchestrator.over(participant)))
                .isEqualTo(new Leg.Terms(Duration.ofSeconds(3), Duration.ofSeconds(2), once));
    }

    @Test
    @Tag("T6")
    void whatNobodySetsHasADefault() {
        assertThat(Leg.Terms.of(UNSET.over(UNSET)))
                .isEqualTo(new Leg.Terms(Duration.ofSeconds(10), Duration.ofSeconds(10), RetryPolicy.DEFAULT));
    }

    @Test
    void timesThatAreNoneOrEndlessAreRefused() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> UNSET.withTryTimeout(wrong))
                    .withMessageStartingWith("expected a try timeout of more than 0");
            assertThatIllegalArgumentException().isThrownBy(() -> UNSET.withAnswerTimeout(wrong));
        }
    }
}
