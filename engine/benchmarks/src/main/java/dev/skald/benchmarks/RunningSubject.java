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
import java.util.Locale;

/** A subject that runs in a process of its own, and can be stopped and started again. */
final class RunningSubject implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    // The collector is what a server gets by default, on machines too that Java does not take for one.
    private static final List<String> JVM = List.of("-Xmx512m", "-XX:+UseG1GC");

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
        List<String> options = new ArrayList<>(JVM);
        for (String option : laboratory.subjectOptions()) {
            options.add(option.replace("SUBJECT", setup.subject().name()));
        }
        long started = System.nanoTime();
        ForkedJvm launched = ForkedJvm.start(
                state.resolveSibling(setup.application() + ".log"), SubjectProcess.class, options, arguments);
        while (!Files.exists(ready)) {
            if (launched.endsWithin(Duration.ofMillis(2)) || System.nanoTime() - started > PATIENCE.toNanos()) {
                throw new IllegalStateException(setup + " did not start:\n" + launched.endOfOutput());
            }
        }
        startTook = Duration.ofNanos(System.nanoTime() - started);
        return launched;
    }

    /** The memory that the process has in RAM, in bytes, if the operating system tells. */
    long residentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
            throw new IllegalStateException("no VmRSS");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The heap that is in use after a collection, in bytes, as {@code jcmd} tells. */
    long heapBytes() {
        jcmd("GC.run");
        for (String line : jcmd("GC.heap_info").lines().toList()) {
            int used = line.toLowerCase(Locale.ROOT).indexOf("used ");
            if (line.contains("heap") && used >= 0) {
                return Long.parseLong(line.substring(used + 5, line.indexOf('K', used))) * 1024;
            }
        }
        throw new IllegalStateException("jcmd did not tell of the heap");
    }

    private String jcmd(String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), command)
                    .redirectErrorStream(true)
                    .start();
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
