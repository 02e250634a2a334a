/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.interoperability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Scripts for Node.js with the libraries of {@code package-lock.json}, which are fetched once. */
final class JavaScript {

    private final Path directory;

    private JavaScript(Path directory) {
        this.directory = directory;
    }

    /** Installs the libraries, unless they are; aborts the test where there is no Node.js. */
    static JavaScript installed() {
        for (String tool : List.of("node", "npm")) {
            if (!isOnPath(tool)) {
                abort("The libraries for JavaScript need Node.js, but there is no %s on the path.".formatted(tool));
            }
        }
        Path source = Path.of(System.getProperty("javascript.source"));
        Path target = Path.of(System.getProperty("javascript.target"));
        JavaScript scripts = new JavaScript(target);
        try {
            Files.createDirectories(target);
            Path lock = target.resolve("package-lock.json");
            boolean current = Files.isDirectory(target.resolve("node_modules"))
                    && Files.exists(lock)
                    && Files.mismatch(lock, source.resolve("package-lock.json")) < 0;
            copyAll(source, target);
            if (!current) {
                scripts.execute(
                        List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scripts;
    }

    private static boolean isOnPath(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
    }

    private static void copyAll(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Runs a script, and returns the JSON that it printed. */
    JsonNode run(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        try {
            return new JsonMapper().readTree(execute(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String execute(List<String> command) throws IOException {
        Path errors = directory.resolve("errors.log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(
                        "expected %s to succeed, but: %s".formatted(command, Files.readString(errors)));
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
