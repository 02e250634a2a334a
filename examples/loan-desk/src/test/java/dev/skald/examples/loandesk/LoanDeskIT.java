/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import dev.skald.testing.ForkedJvm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The program, as it is typed. */
@ExtendWith(EmbeddedKafkaExtension.class)
class LoanDeskIT {

    /** What a run has printed, and how it ended. */
    private record Run(int exitCode, String out, String complaints) {}

    private static Run run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        LoanDesk desk =
                new LoanDesk(new PrintStream(out, true, UTF_8), new PrintStream(complaints, true, UTF_8), false);
        int exitCode = desk.execute(arguments);
        return new Run(exitCode, out.toString(UTF_8), complaints.toString(UTF_8));
    }

    private static String line(String application, String activity, int second) {
        String line = "{\"application\":\"%s\",\"activity\":\"%s\",\"at\":\"2011-10-01T00:00:%02dZ\",\"amount\":500}";
        return line.formatted(application, activity, second);
    }

    @Test
    void aSecondRunOnTheSameDataChangesNothingThatWasDone(@TempDir Path data) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            lines.add(line("app-" + i, "A_SUBMITTED", 1));
            lines.add(line("app-" + i, "W_Leads", 2));
            lines.add(line("app-" + i, "A_PARTLYSUBMITTED", 3));
            lines.add(i % 2 == 0 ? "nonsense" : line("app-" + i, "A_DECLINED", 4));
        }
        Path input = Files.write(data.resolve("log.jsonl"), lines);

        Run first = run("--input", input.toString(), "--data", data.toString());
        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(first.out())
                .contains("replaying")
                .containsPattern("records read +80")
                .containsPattern("accepted +50")
                .containsPattern("not-started +20")
                .containsPattern("malformed +10")
                .containsPattern("DECLINED +10")
                .containsPattern("events stored +50")
                .contains("every application's history is the log's");
        assertThat(first.complaints()).contains("line 4 is passed over: expected JSON");

        Run second = run("--input", input.toString(), "--data", data.toString());
        assertThat(second.exitCode()).as(second.toString()).isZero();
        assertThat(second.out())
                .contains("going on where an earlier run has left off")
                .containsPattern("accepted +50")
                .containsPattern("already-past +20")
                .containsPattern("events stored +50");
    }

    @Test
    void aRunThatIsAskedToStopStopsInOrderAndTheNextOneGoesOn(@TempDir Path data) throws Exception {
        Path output = data.resolve("output");
        List<String> slowly = List.of("--data", data.toString(), "--in-flight", "1");
        try (ForkedJvm desk = ForkedJvm.start(output, LoanDesk.class, List.of("-Xmx512m"), slowly)) {
            while (!Files.readString(output).contains(" records ")) {
                assertThat(desk.endsWithin(Duration.ofMillis(50)))
                        .as(desk.endOfOutput())
                        .isFalse();
            }
            desk.stop(Duration.ofSeconds(20));
        }
        assertThat(Files.readString(output))
                .contains("stopped before the end of the input")
                .doesNotContain("DIFFERENT");

        Run next = run("--data", data.toString());
        assertThat(next.exitCode()).as(next.toString()).isZero();
        assertThat(next.out())
                .contains("going on where an earlier run has left off")
                .containsPattern("APPROVED +111")
                .containsPattern("events stored +11,364")
                .containsPattern("payouts +111")
                .containsPattern("treasury: budget-exhausted +[1-9]")
                .contains("treasury, ledger and notary agree on every payout, and nothing is held");
    }

    @Test
    void whatIsStoredButNotInTheInputIsADifference(EmbeddedKafka kafka, @TempDir Path directory) throws Exception {
        Path whole = Files.write(
                directory.resolve("whole.jsonl"),
                List.of(line("app", "A_SUBMITTED", 1), line("app", "A_PARTLYSUBMITTED", 2)));
        Path part = Files.write(directory.resolve("part.jsonl"), List.of(line("app", "A_SUBMITTED", 1)));
        String servers = kafka.bootstrapServers();

        assertThat(run("--input", whole.toString(), "--bootstrap-servers", servers)
                        .exitCode())
                .isZero();
        Run differing = run("--input", part.toString(), "--bootstrap-servers", servers);

        assertThat(differing.exitCode()).isEqualTo(1);
        assertThat(differing.complaints())
                .contains("DIFFERENT: the history of app: expected History[events=1")
                .contains("DIFFERENT: the state of app");
    }

    @Test
    void theSameIsStoredInAvro(@TempDir Path data) {
        for (String beginning : List.of("replaying", "going on where an earlier run has left off")) {
            Run run = run("--avro", "--data", data.toString());

            assertThat(run.exitCode()).as(run.toString()).isZero();
            assertThat(run.out())
                    .contains(beginning)
                    .containsPattern("APPROVED +111")
                    .containsPattern("events stored +11,364")
                    .contains("every application's history is the log's");
        }
    }

    @Test
    void helpTellsTheOptionsAndErrorsTellWhatIsWrong() {
        Run help = run("--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains("Usage: loan-desk")
                .contains("--input", "--bootstrap-servers", "--data", "--in-flight", "--partitions", "--avro")
                .contains("--budget")
                .contains("Exit codes:");

        Run unknown = run("--unknown");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.complaints()).contains("Unknown option: '--unknown'");

        Run missing = run("--input", "/there/is/none.jsonl");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.complaints()).contains("no file to read at /there/is/none.jsonl");

        Run nobody = run("--bootstrap-servers", "127.0.0.1:1");
        assertThat(nobody.exitCode()).isEqualTo(2);
        assertThat(nobody.complaints()).contains("no Kafka broker answers at 127.0.0.1:1");
    }
}
