/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.bankaccount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Java in the documentation is code that was compiled: each block names the file it is a part of, in a comment before
 * it, and stands there line by line. Links between documents lead somewhere.
 */
class GuideTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern JAVA =
            Pattern.compile("(?:<!-- from (?<file>\\S+) -->\\s*\\n)?```java\\n(?<code>.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?<target>[^)#\\s]+)[^)]*\\)");

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            docs.filter(path -> path.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        try (Stream<Path> top = Files.list(ROOT)) {
            top.filter(path -> path.toString().endsWith(".md")).sorted().forEach(documents::add);
        }
        return documents;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyJavaBlockIsPartOfTheFileItNames(Path document) {
        Matcher block = JAVA.matcher(read(document));
        while (block.find()) {
            String file = block.group("file");
            assertThat(file)
                    .as("the file that this is from, in a comment before it:%n%s", block.group("code"))
                    .isNotNull();
            assertThat(unindented(read(ROOT.resolve(file))))
                    .withFailMessage("%s does not have these lines:%n%s", file, block.group("code"))
                    .contains(unindented(block.group("code")));
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkToAFileLeadsSomewhere(Path document) {
        Matcher link = LINK.matcher(read(document));
        while (link.find()) {
            String target = link.group("target");
            if (!target.contains("://")) {
                assertThat(document.resolveSibling(target)).exists();
            }
        }
    }

    /** Figures are copied from the report, so that the page cannot say what was not measured. */
    @Test
    void thePerformancePageHasTheAimsOfTheReport() {
        String report = read(ROOT.resolve("engine/benchmarks/report/report.md"));
        String aims = report.substring(report.indexOf("| ratio |"), report.indexOf("## Figures"))
                .strip();
        assertThat(read(ROOT.resolve("docs/guide/performance.md"))).contains(aims);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String unindented(String code) {
        return code.lines().map(String::strip).reduce("", (before, line) -> before + line + "\n");
    }
}
