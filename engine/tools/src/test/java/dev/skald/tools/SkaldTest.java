/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for wrongly is refused in a line, before anybody is connected to. */
class SkaldTest {

    @ParameterizedTest
    @ValueSource(strings = {"--help", "help", "tcc --help", "tcc list --help", "tcc show --help", "tcc retry --help"})
    void helpsEverywhere(String arguments) {
        Run run = Run.of(arguments.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(run.out()).contains("Usage: skald").contains("Exit codes:");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void tellsItsVersion() {
        Run run = Run.of("--version");

        assertThat(run.exitCode()).isEqualTo(ExitCodes.DONE);
        assertThat(run.out()).startsWith("skald ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tcc",
                "tcc sing",
                "tcc list",
                "tcc list --application trips",
                "tcc list --application trips --bootstrap-server localhost:1 --timeout soon",
                "tcc list --application trips --bootstrap-server nonsense",
                "tcc list --application trips --config /there/is/no/such.properties",
                "tcc show --application trips --bootstrap-server localhost:1",
                "tcc retry t-1 --application trips --bootstrap-server localhost:1",
                "tcc resolve t-1 --application trips --bootstrap-server localhost:1",
                "tcc resolve t-1 --application trips --bootstrap-server localhost:1 --note="
            })
    void refusesWhatItDoesNotUnderstand(String arguments) {
        Run run = Run.of(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).isNotEmpty().doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void saysThatNoBrokerAnswers() {
        Run run = Run.of(
                "tcc", "list", "--application", "trips", "--bootstrap-server", "127.0.0.1:1", "--timeout", "500ms");

        assertThat(run.exitCode()).isEqualTo(ExitCodes.NO_ANSWER);
        assertThat(run.err())
                .startsWith("skald: no Kafka broker answers at 127.0.0.1:1")
                .hasLineCount(1);
    }

    @Test
    void tellsAllWhenItIsVerbose() {
        Run run = Run.of(
                "tcc",
                "list",
                "--application",
                "trips",
                "--bootstrap-server",
                "127.0.0.1:1",
                "--timeout",
                "500ms",
                "--verbose");

        assertThat(run.err()).startsWith("skald: no Kafka broker answers").contains("\tat ");
    }

    @Test
    void readsTheBrokersFromAFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("client.properties"), "bootstrap.servers=127.0.0.1:2\n");
        List<String> arguments =
                List.of("tcc", "list", "--application", "trips", "--config", file.toString(), "--timeout", "500ms");

        assertThat(Run.of(arguments.toArray(String[]::new)).err())
                .startsWith("skald: no Kafka broker answers at 127.0.0.1:2");
    }
}
