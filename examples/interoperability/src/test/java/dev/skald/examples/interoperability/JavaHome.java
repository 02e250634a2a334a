/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.interoperability;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Finds a Java that is new enough: the running one, those named in the environment, or those installed beside them. */
final class JavaHome {

    private JavaHome() {}

    /** The {@code java} of an installation from a feature release on. */
    static Optional<Path> atLeast(int feature) {
        List<Path> named = new ArrayList<>();
        named.add(Path.of(System.getProperty("java.home")));
        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            if (variable.getKey().startsWith("JAVA_HOME")
                    && !variable.getValue().isEmpty()) {
                named.add(Path.of(variable.getValue()));
            }
        }
        List<Path> all = new ArrayList<>(named);
        named.forEach(home -> all.addAll(beside(home)));
        return all.stream()
                .filter(home -> feature(home) >= feature)
                .map(home -> home.resolve("bin").resolve("java"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<Path> beside(Path home) {
        Path parent = home.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> siblings = Files.list(parent)) {
            return siblings.sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static int feature(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release)) {
            return 0;
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(release)) {
            properties.load(in);
            String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
            return Runtime.Version.parse(version).feature();
        } catch (IllegalArgumentException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
