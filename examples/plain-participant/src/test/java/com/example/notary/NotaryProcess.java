/* SPDX-License-Identifier: Apache-2.0 */
package com.example.notary;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The notary in a process of its own, whose class path is that of this test without whatever holds a class of Skald.
 */
final class NotaryProcess implements AutoCloseable {

    private final Process process;

    NotaryProcess(String bootstrapServers, Path register) {
        try {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            String.join(File.pathSeparator, classPath()),
                            NotaryProcess.class.getName(),
                            bootstrapServers,
                            register.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            register.resolveSibling("notary.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the program runs with. */
    static List<String> classPath() {
        List<String> without = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            // The tests' libraries and the broker are not needed either.
            if (!holdsSkald(Path.of(entry)) && !entry.matches(".*(kafka_2|kafka-server|assertj|junit).*")) {
                without.add(entry);
            }
        }
        return without;
    }

    /** Whether a directory or an archive holds a class, or anything else, of Skald. */
    static boolean holdsSkald(Path entry) {
        if (Files.isDirectory(entry)) {
            return Files.exists(entry.resolve("dev").resolve("skald"));
        }
        if (!Files.exists(entry)) {
            return false;
        }
        try (JarFile jar = new JarFile(entry.toFile());
                Stream<String> names = jar.stream().map(each -> each.getName())) {
            return names.anyMatch(name -> name.startsWith("dev/skald/"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it as {@code kill -9} does, and waits until it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The program itself, which ends with the test however that ends. */
    public static void main(String[] arguments) {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // Nothing is ever written to it.
                }
            } catch (IOException e) {
                // The test is gone.
            }
            Runtime.getRuntime().halt(1);
        });
        watch.setDaemon(true);
        watch.start();
        PlainNotary.main(arguments);
    }
}
