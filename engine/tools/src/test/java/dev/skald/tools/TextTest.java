/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import static dev.skald.tools.Text.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Tables, durations, and what topics tell. */
class TextTest {

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(Text.table(List.of(row("A", "B", "C"), row("long", "", "x"), row("", "longer", "")))
                        .lines())
                .containsExactly("A     B       C", "long          x", "      longer");
    }

    @Test
    void whatComesFromTopicsCannotSteerTheTerminal() {
        assertThat(Text.line("red \u001b[31m alert\nnext\u202eline")).isEqualTo("red  [31m alert next line");
        assertThat(Text.table(List.of(row("A", "B"), row("a\nb", "c"))).lines()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "24h, PT24H"})
    void readsDurations(String text, Duration duration) {
        assertThat(new Durations().convert(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "0s", "-1s", "1.5s", "25h", "999999999h", "1234567890s", "PT30S"})
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> new Durations().convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void anApplicationIsKnownByItsTopics() {
        Set<String> topics = Set.of(
                "trips-replies",
                "trips-dead-letters",
                "trips-tcc-replies",
                "trips-tcc-repairs",
                "bank-replies",
                "bank-dead-letters",
                "somebody-elses-replies");

        Applications.check(topics, "trips", "localhost:9092");
        assertThatThrownBy(() -> Applications.check(topics, "bank", "localhost:9092"))
                .isInstanceOf(ToolException.class)
                .hasMessage("application bank at localhost:9092 coordinates no agreements: it has no topic"
                        + " bank-tcc-repairs");
        assertThatThrownBy(() -> Applications.check(topics, "trip", "localhost:9092"))
                .isInstanceOf(ToolException.class)
                .hasMessage("there is no application trip at localhost:9092; there are bank, trips");
        assertThatThrownBy(() -> Applications.check(Set.of(), "trip", "localhost:9092"))
                .isInstanceOf(ToolException.class)
                .hasMessage("there is no application trip at localhost:9092; there is none");
    }
}
