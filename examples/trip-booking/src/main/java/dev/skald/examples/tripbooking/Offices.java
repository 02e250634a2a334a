/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import dev.skald.testing.ForkedJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The processes of the application. Safe for use by several threads. */
final class Offices implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Path directory;
    private final String bootstrapServers;
    private final List<ForkedJvm> processes = new ArrayList<>();

    /** Starts so many. */
    Offices(int number, Path directory, String bootstrapServers) {
        this.directory = directory;
        this.bootstrapServers = bootstrapServers;
        for (int i = 0; i < number; i++) {
            processes.add(start(i));
        }
    }

    private ForkedJvm start(int number) {
        return Office.start(directory.resolve("office-" + number), bootstrapServers);
    }

    synchronized int number() {
        return processes.size();
    }

    /** Kills one as {@code kill -9} does; returns its process id. */
    synchronized long kill(int number) {
        ForkedJvm process = processes.get(number);
        process.kill();
        return process.pid();
    }

    /** Starts one that was killed again, on what it has left on the disk. */
    synchronized void restart(int number) {
        processes.set(number, start(number));
    }

    /** What those have to say that ended though nobody killed them. */
    synchronized List<String> ended() {
        List<String> ended = new ArrayList<>();
        for (int i = 0; i < processes.size(); i++) {
            if (!processes.get(i).isAlive()) {
                ended.add("expected process %d to run, but it has ended:%n%s"
                        .formatted(i, processes.get(i).endOfOutput()));
            }
        }
        return ended;
    }

    @Override
    public synchronized void close() {
        processes.parallelStream().forEach(process -> process.stop(STOP_TIMEOUT));
    }
}
