/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Java program in a process of its own, with this process's Java and class path: for tests that kill what they test.
 *
 * <p>What it prints goes to a file. It gets a pipe from this process as its standard input, which ends when this
 * process does; a program that should not outlive its test reads it ({@link #endWithParent}).
 */
public final class ForkedJvm implements AutoCloseable {

    private static final int MOST_LOG_LINES = 40;

    private final Process process;
    private final Path output;

    private ForkedJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts a program.
     *
     * @param output where its output is appended
     * @param mainClass its main class, from this process's class path
     * @param jvmOptions options of the Java virtual machine
     * @param arguments arguments of the program
     */
    public static ForkedJvm start(Path output, Class<?> mainClass, List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>(deafToInterrupts());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            // RocksDB's native code would otherwise be announced at each start.
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            return new ForkedJvm(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException("the process could not be started: " + command, e);
        }
    }

    /**
     * On a terminal, Ctrl-C interrupts every process that was started from it. This one has to live until the process
     * that started it has finished what it does with it.
     */
    private static List<String> deafToInterrupts() {
        return Files.isExecutable(Path.of("/bin/sh"))
                ? List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh")
                : List.of();
    }

    /** Makes the calling program end as soon as the process that started it has ended, however that came. */
    public static void endWithParent() {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        Thread watch = new Thread(() -> awaitEndOf(parent), "end-with-parent");
        watch.setDaemon(true);
        watch.start();
    }

    private static void awaitEndOf(Optional<ProcessHandle> parent) {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever written to it.
            }
        } catch (IOException e) {
            // The pipe is gone, and so is the parent.
        }
        // Or it asks this process to end: Java closes the pipe then, and what has to be done in order goes on.
        parent.ifPresent(process -> process.onExit().join());
        Runtime.getRuntime().halt(0);
    }

    /** The process's id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks it to end, as {@code kill} does; waits until it is gone, and kills it if it takes longer than this. */
    public void stop(Duration timeout) {
        process.destroy();
        if (!endsWithin(timeout)) {
            process.destroyForcibly();
        }
        awaitEnd();
    }

    /** Waits for its end; returns whether it came in time. */
    public boolean endsWithin(Duration timeout) {
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The last lines of its output. */
    public String endOfOutput() {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - MOST_LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(its output cannot be read: " + e + ")";
        }
    }

    /** Kills it, if it still runs. */
    @Override
    public void close() {
        kill();
    }

    private void awaitEnd() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
