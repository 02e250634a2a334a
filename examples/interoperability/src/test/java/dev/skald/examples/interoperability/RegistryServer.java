/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.interoperability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The Apicurio Registry application in a process of its own, on loopback and a free port, with its data in memory. */
final class RegistryServer implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    private final Process process;
    private final int port;
    private final Thread ending;
    private final HttpClient http = HttpClient.newHttpClient();

    private RegistryServer(Process process, int port) {
        this.process = process;
        this.port = port;
        // It must not outlive a test run that is broken off.
        this.ending = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ending);
    }

    /** Starts the server, and returns when it answers. */
    static RegistryServer start(Path java) {
        Path directory = Path.of(System.getProperty("registry.server"));
        int port = freePort();
        List<String> command = List.of(
                java.toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-jar",
                "quarkus-run.jar");
        Path output = directory.resolveSibling("registry-server.log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            RegistryServer server = new RegistryServer(process, port);
            server.awaitAnswer(output);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer(Path output) throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            if (answers()) {
                return;
            }
            pause();
        }
        close();
        throw new IllegalStateException("expected a registry server, but it printed: " + Files.readString(output));
    }

    private boolean answers() {
        try {
            return ask("GET", "/subjects", "") == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The address of Confluent's API. */
    String url() {
        return "http://127.0.0.1:" + port + "/apis/ccompat/v7";
    }

    /** Sets what new versions of a subject must satisfy. */
    void compatibility(String subject, String level) {
        int status = ask("PUT", "/config/" + subject, "{\"compatibility\":\"" + level + "\"}");
        if (status != 200) {
            throw new IllegalStateException("the level was not set: " + status);
        }
    }

    /** Sends a request past the client under test. */
    int ask(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            Runtime.getRuntime().removeShutdownHook(ending);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
