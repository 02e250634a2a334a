/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skald.tcc.Outcome;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The program against a real broker and an application whose agreements need repair. */
@ExtendWith(EmbeddedKafkaExtension.class)
class ToolsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Run tcc(Gates gates, String... arguments) {
        List<String> all = new ArrayList<>(List.of("tcc"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--bootstrap-server", gates.bootstrapServers, "--application", gates.name));
        return Run.of(all.toArray(String[]::new));
    }

    /** Lists until the list is as expected: its topic's partition commits a moment after the answer to the caller. */
    private static Run listed(Gates gates, Predicate<Run> expected) {
        long start = System.nanoTime();
        Run list = tcc(gates, "list", "--check");
        while (!expected.test(list) && System.nanoTime() - start < PATIENCE.toNanos()) {
            list = tcc(gates, "list", "--check");
        }
        return list;
    }

    private static boolean anyListed(Run list) {
        return list.exitCode() == ExitCodes.NEEDS_REPAIR;
    }

    private static boolean noneListed(Run list) {
        return list.exitCode() == ExitCodes.DONE;
    }

    private static void givenUp(Gates gates, String id) {
        gates.open("north");
        assertThat(gates.visit(id, "north", "south").result()).isEqualTo(Outcome.Result.CONFIRM_FAILED);
    }

    @Test
    @Tag("T25")
    @Tag("T26")
    void whatWasGivenUpIsListedWithItsLastAnswersAndRepairedByARetry(EmbeddedKafka kafka) throws IOException {
        try (Gates gates = new Gates(kafka)) {
            givenUp(gates, "v-1");

            assertThat(listed(gates, ToolsIT::anyListed).out())
                    .containsPattern("v-1 +visit +20[0-9T:Z-]+ +CONFIRM_FAILED +front +confirm done")
                    .containsPattern(" back +confirm failed closed: expected an open gate, but it is closed")
                    .contains("1 agreement of " + gates.name + " needs repair");
            JsonNode json =
                    new ObjectMapper().readTree(tcc(gates, "list", "--json").out());
            assertThat(json).hasSize(1);
            assertThat(json.at("/0/id").asText()).isEqualTo("v-1");
            assertThat(json.at("/0/sides/1/lastAnswer/code").asText()).isEqualTo("closed");

            Run inVain = tcc(gates, "retry", "v-1", "--note", "Bob: is it open by now?", "--wait");
            assertThat(inVain.exitCode()).isEqualTo(ExitCodes.FAILED);
            assertThat(inVain.err())
                    .isEqualTo("skald: agreement v-1 was given up again: back, confirm failed closed: expected an open"
                            + " gate, but it is closed" + System.lineSeparator());
            assertThat(listed(gates, ToolsIT::anyListed).exitCode()).isEqualTo(ExitCodes.NEEDS_REPAIR);

            gates.open("south");
            Run retry = tcc(gates, "retry", "v-1", "--note", "Bob: I opened it", "--wait");
            assertThat(retry.err()).isEmpty();
            assertThat(retry.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(retry.out()).contains("A retry of agreement v-1 is ordered", "Agreement v-1 is repaired.");

            assertThat(listed(gates, ToolsIT::noneListed).out())
                    .isEqualTo("No agreement of " + gates.name + " needs repair." + System.lineSeparator());
            assertThat(tcc(gates, "list", "--json").out().strip()).isEqualTo("[ ]");
            Run show = tcc(gates, "show", "v-1");
            assertThat(show.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(show.out())
                    .startsWith("TCC v-1 of type visit: CONFIRM_FAILED, repaired")
                    .containsPattern("back +" + gates.name + " about south +succeeded \\(1 attempt\\)"
                            + " +succeeded \\(3 attempts\\) +- +confirm failed closed")
                    .contains(
                            "asked back to confirm, attempt 3",
                            "operator ordered a retry: Bob: is it open by now?",
                            "operator ordered a retry: Bob: I opened it",
                            "repaired: what was given up has succeeded");
        }
    }

    @Test
    @Tag("T25")
    void whatWasPutInOrderByHandIsResolvedWithANote(EmbeddedKafka kafka, @TempDir Path temporary) throws Exception {
        try (Gates gates = new Gates(kafka)) {
            givenUp(gates, "v-2");
            assertThat(listed(gates, ToolsIT::anyListed).out()).contains("v-2");
            launcherListsTheSame(gates);
            jarListsTheSame(gates, temporary);

            assertThat(tcc(gates, "resolve", "v-2", "--note", " ").exitCode()).isEqualTo(ExitCodes.USAGE);
            Run resolve = tcc(gates, "resolve", "v-2", "--note", "Bob: paid Ann back");
            assertThat(resolve.err()).isEmpty();
            assertThat(resolve.exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(resolve.out()).contains("Agreement v-2 is resolved");

            assertThat(listed(gates, ToolsIT::noneListed).exitCode()).isEqualTo(ExitCodes.DONE);
            assertThat(tcc(gates, "show", "v-2").out())
                    .startsWith("TCC v-2 of type visit: CONFIRM_FAILED, resolved by hand")
                    .contains("operator resolved it by hand: Bob: paid Ann back");
            JsonNode json = new ObjectMapper()
                    .readTree(tcc(gates, "show", "v-2", "--json").out());
            assertThat(json.get("needsRepair").asBoolean()).isFalse();
            assertThat(json.at("/sides/1/confirmSucceeded").asBoolean()).isFalse();
            assertThat(json.at("/sides/1/failures/confirm/code").asText()).isEqualTo("closed");
            assertThat(json.at("/sides/1/phases/confirm/attempts").asInt()).isEqualTo(1);

            for (String order : List.of("resolve", "retry")) {
                Run again = tcc(gates, order, "v-2", "--note", "Bob: once more");
                assertThat(again.exitCode()).isEqualTo(ExitCodes.FAILED);
                assertThat(again.err()).contains("this one needs no repair (nothing-to-repair)");
                Run unknown = tcc(gates, order, "v-3", "--note", "Bob: once more");
                assertThat(unknown.exitCode()).isEqualTo(ExitCodes.FAILED);
                assertThat(unknown.err()).contains("application " + gates.name + " has no agreement v-3");
            }
            Run unknown = tcc(gates, "show", "v-3");
            assertThat(unknown.exitCode()).isEqualTo(ExitCodes.FAILED);
            assertThat(unknown.err()).contains("application " + gates.name + " has no agreement v-3");
        }
    }

    /** The launcher builds what is older than its sources; what is tested here was just built. */
    private static void launcherListsTheSame(Gates gates) throws Exception {
        Files.setLastModifiedTime(Path.of("target/class-path"), FileTime.from(Instant.now()));
        Run list = process(List.of(Path.of("skald").toAbsolutePath().toString()), gates);
        assertThat(list.err()).isEmpty();
        assertThat(list.exitCode()).isEqualTo(ExitCodes.NEEDS_REPAIR);
        assertThat(list.out()).isEqualTo(tcc(gates, "list").out());
    }

    private static void jarListsTheSame(Gates gates, Path elsewhere) throws Exception {
        Path jar = Path.of("target/skald-tools.jar");
        Files.copy(jar, elsewhere.resolve("skald-tools.jar"));
        Files.createSymbolicLink(elsewhere.resolve("lib"), Path.of("target/lib").toAbsolutePath());
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> program =
                List.of(java, "-jar", elsewhere.resolve("skald-tools.jar").toString());
        Run list = process(program, gates);
        assertThat(list.err()).isEmpty();
        assertThat(list.out()).isEqualTo(tcc(gates, "list").out());
        assertThat(Run.process(program, "--version").out()).startsWith("skald 0.");
    }

    private static Run process(List<String> program, Gates gates) throws Exception {
        return Run.process(
                program,
                "tcc",
                "list",
                "--check",
                "--bootstrap-server",
                gates.bootstrapServers,
                "--application",
                gates.name);
    }

    @Test
    void saysWhatThereIsWhenTheApplicationIsNot(EmbeddedKafka kafka) {
        Run list = Run.of(
                "tcc", "list", "--bootstrap-server", kafka.bootstrapServers(), "--application", "nobody-made-this");

        assertThat(list.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(list.err())
                .startsWith("skald: there is no application nobody-made-this at " + kafka.bootstrapServers())
                .hasLineCount(1);
    }
}
