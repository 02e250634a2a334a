/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the program has said and how it has ended. */
record Run(int exitCode, String out, String err) {

    private static final long PATIENCE_SECONDS = 120;

    /** In this virtual machine. */
    static Run of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Skald.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }

    /** As a process. */
    static Run process(List<String> program, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("skald-out-", ".txt");
        Path err = Files.createTempFile("skald-err-", ".txt");
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running: " + command + ", " + Files.readString(err, UTF_8));
            }
            return new Run(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }
}
