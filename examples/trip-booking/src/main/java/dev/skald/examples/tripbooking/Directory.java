/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the data are.
 *
 * @param path the directory
 * @param temporary whether it is deleted in the end
 */
record Directory(Path path, boolean temporary) implements AutoCloseable {

    /** The given directory, or a temporary one. */
    static Directory of(@Nullable Path given) throws IOException {
        return given == null
                ? new Directory(Files.createTempDirectory("skald-trip-booking-"), true)
                : new Directory(Files.createDirectories(given).toRealPath(), false);
    }

    /**
     * Remembers what a run is about.
     *
     * @return what was remembered before; null if nothing was
     */
    @Nullable
    String remember(String what) throws IOException {
        Path file = path.resolve("season");
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        Files.writeString(file, what + "\n");
        return null;
    }

    @Override
    public void close() throws IOException {
        if (temporary) {
            try (Stream<Path> paths = Files.walk(path)) {
                paths.sorted(Comparator.reverseOrder())
                        .forEach(each -> each.toFile().delete());
            }
        }
    }
}
