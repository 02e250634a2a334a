/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedRevisionTest {

    static Stream<ExpectedRevision> all() {
        return Stream.of(
                ExpectedRevision.any(),
                ExpectedRevision.mustExist(),
                ExpectedRevision.mustNotExist(),
                ExpectedRevision.exactly(0),
                ExpectedRevision.exactly(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("all")
    void textSurvivesTheRoundTrip(ExpectedRevision expected) {
        assertThat(ExpectedRevision.parse(expected.toString())).isEqualTo(expected);
    }

    @Test
    void eachMatchesWhatItSays() {
        assertThat(ExpectedRevision.any().matches(0)).isTrue();
        assertThat(ExpectedRevision.any().matches(7)).isTrue();
        assertThat(ExpectedRevision.mustExist().matches(0)).isFalse();
        assertThat(ExpectedRevision.mustExist().matches(1)).isTrue();
        assertThat(ExpectedRevision.mustNotExist().matches(0)).isTrue();
        assertThat(ExpectedRevision.mustNotExist().matches(1)).isFalse();
        assertThat(ExpectedRevision.exactly(3).matches(3)).isTrue();
        assertThat(ExpectedRevision.exactly(3).matches(4)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none ", "-1", "1.5", "9223372036854775808", "latest"})
    void otherTextsAreRefused(String text) {
        assertThatThrownBy(() -> ExpectedRevision.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
