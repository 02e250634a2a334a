/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import dev.skald.testing.ForkedJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A subject that runs in a process of its own, and can be stopped and started again. */
final class RunningSubject implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    // The collector is what a server gets by default, on machines too that Java does not take for one.
    private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseG1GC");

    private static final int MOST_ATTEMPTS = 5;

    /** As G1 describes its heap: "garbage-first heap total 524288K, used 13840K", with more between in later ones. */
    private static final Pattern HEAP = Pattern.compile("heap .*used (\\d+)K");

    private final Laboratory laboratory;
    private final Setup setup;
    private final Path state;
    private ForkedJvm process;
    private Duration startTook = Duration.ZERO;

    private RunningSubject(Laboratory laboratory, Setup setup, Path state) {
        this.laboratory = laboratory;
        this.setup = setup;
        this.state = state;
        this.process = launch();
    }

    static RunningSubject start(Laboratory laboratory, Setup setup, Path state) {
        return new RunningSubject(laboratory, setup, state);
    }

    Setup setup() {
        return setup;
    }

    /** How long the last start took, from the process's beginning until it had its work and had restored it. */
    Duration startTook() {
        return startTook;
    }

    /** Stops the subject, deletes what it has on disk if that is asked for, and starts it again. */
    void restart(boolean loseDisk) {
        process.stop(Duration.ofSeconds(60));
        if (loseDisk) {
            Laboratory.delete(state);
        }
        process = launch();
    }

    private ForkedJvm launch() {
        Path ready = laboratory.newDirectory("ready");
        List<String> arguments =
                new ArrayList<>(List.of(laboratory.bootstrapServers(), state.toString(), ready.toString()));
        arguments.addAll(setup.arguments());
        laboratory.settings(setup.subject()).forEach((name, value) -> arguments.add(name + "=" + value));
        List<String> options = new ArrayList<>(JVM);
        for (String option : laboratory.subjectOptions()) {
            options.add(option.replace("SUBJECT", setup.subject().name()));
        }
        long started = System.nanoTime();
        ForkedJvm launched = ForkedJvm.start(
                state.resolveSibling(setup.application() + ".log"), SubjectProcess.class, options, arguments);
        while (!Files.exists(ready)) {
            if (launched.endsWithin(Duration.ofMillis(2)) || System.nanoTime() - started > PATIENCE.toNanos()) {
                launched.kill();
                throw new IllegalStateException(setup + " did not start:\n" + launched.endOfOutput());
            }
        }
        startTook = Duration.ofNanos(System.nanoTime() - started);
        return launched;
    }

    /** The memory that the process has in RAM, in bytes. */
    long residentBytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return kibibytes(output("ps", "-o", "rss=", "-p", Long.toString(process.pid())));
        }
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    return kibibytes(line);
                }
            }
            throw new IllegalStateException("no VmRSS");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long kibibytes(String text) {
        return Long.parseLong(text.replaceAll("\\D", "")) * 1024;
    }

    /**
     * The heap that is in use after a collection, in bytes, as {@code jcmd} tells. On a busy machine a process may not
     * answer it in time, so it is asked again.
     */
    long heapBytes() {
        String told = "";
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            jcmd("GC.run");
            told = jcmd("GC.heap_info");
            Matcher heap = HEAP.matcher(told);
            if (heap.find()) {
                return kibibytes(heap.group(1));
            }
        }
        throw new IllegalStateException("expected jcmd to tell of the heap, but it said:\n" + told);
    }

    private String jcmd(String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return output(jcmd.toString(), Long.toString(process.pid()), command);
    }

    private static String output(String... command) {
        try {
            Process asked =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(asked.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.stop(Duration.ofSeconds(60));
        Laboratory.delete(state);
    }
}
