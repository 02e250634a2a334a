/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one of the addresses of a registry. An address that does not answer, or says that it cannot just now, is left
 * for the next one; when all have been asked, it waits and begins again, as often as the {@link Backoff} allows. That
 * is safe for every request, because asking a registry twice is the same as asking it once.
 */
final class RestClient implements AutoCloseable {

    /** An answer that is final: a success, or an error that another try would not mend. */
    record Answer(int status, JsonNode body, Endpoint endpoint) {

        boolean ok() {
            return status >= 200 && status < 300;
        }

        /** The registry's own code of an error; 0 if the answer is not a registry's. */
        int errorCode() {
            return body.path("error_code").asInt(0);
        }

        String message() {
            return body.path("message").asText("no message");
        }
    }

    private static final Logger log = LoggerFactory.getLogger(RestClient.class);

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final String ACCEPTED = MEDIA_TYPE + ", application/vnd.schemaregistry+json, application/json";
    private static final int LONGEST_ANSWER = 32 << 20;
    private static final int THREADS = 2;

    private final List<Endpoint> endpoints;
    private final RestSettings settings;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final JsonMapper mapper = new JsonMapper();
    private final ThreadPoolExecutor executor;
    private final HttpClient http;

    /** The address that answered last; the others are asked when it no longer does. */
    private volatile int preferred;

    RestClient(RestSettings settings, Sleeper sleeper, RandomGenerator random) {
        this.endpoints = settings.endpoints();
        this.settings = settings;
        this.sleeper = sleeper;
        this.random = random;
        this.executor =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "schema-registry-client");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        this.http = settings.httpClient().executor(executor).build();
    }

    Answer get(String path) {
        return ask(path, null);
    }

    Answer post(String path, JsonNode body) {
        return ask(path, body.toString());
    }

    private Answer ask(String path, @Nullable String body) {
        for (int retry = 0; ; retry++) {
            int first = preferred;
            RegistryUnreachableException failure = null;
            for (int offset = 0; offset < endpoints.size(); offset++) {
                int index = (first + offset) % endpoints.size();
                try {
                    Answer answer = once(endpoints.get(index), path, body);
                    preferred = index;
                    return answer;
                } catch (RegistryUnreachableException e) {
                    log.warn("{}; {}", e.getMessage(), next(offset, retry));
                    failure = withSuppressed(e, failure);
                }
            }
            if (retry == settings.backoff().retries()) {
                throw new RegistryUnreachableException(
                        endpoints.toString(),
                        "none came, in %d rounds, and last: %s".formatted(retry + 1, lastProblem(failure)),
                        failure);
            }
            sleep(settings.backoff().before(retry + 1, random));
        }
    }

    private String next(int offset, int retry) {
        if (offset + 1 < endpoints.size()) {
            return "asking the next address";
        }
        return retry < settings.backoff().retries() ? "trying again" : "giving up";
    }

    private static RegistryUnreachableException withSuppressed(
            RegistryUnreachableException failure, @Nullable RegistryUnreachableException earlier) {
        if (earlier != null) {
            failure.addSuppressed(earlier);
        }
        return failure;
    }

    private static String lastProblem(@Nullable RegistryUnreachableException failure) {
        return failure == null ? "nothing" : String.valueOf(failure.getMessage());
    }

    /** Asks one address once. */
    private Answer once(Endpoint endpoint, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoint.base() + path))
                .timeout(settings.readTimeout())
                .header("Accept", ACCEPTED);
        endpoint.headers().forEach(request::header);
        if (body != null) {
            request.header("Content-Type", MEDIA_TYPE).POST(HttpRequest.BodyPublishers.ofString(body));
        }
        HttpResponse<byte[]> response = send(endpoint, request.build());
        Answer answer = new Answer(response.statusCode(), parsed(response.body()), endpoint);
        if (worthAnotherTry(answer.status())) {
            throw new RegistryUnreachableException(
                    endpoint.base(), "it is %d (%s)".formatted(answer.status(), answer.message()), null);
        }
        return answer;
    }

    /**
     * Waits for the whole answer: the client's own time-out ends with the headers, so that a body that never ends would
     * hold the caller for ever.
     */
    private HttpResponse<byte[]> send(Endpoint endpoint, HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(request, ignored -> new LimitedBody(LONGEST_ANSWER));
        Duration limit = settings.connectTimeout().plus(settings.readTimeout());
        try {
            return response.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new RegistryUnreachableException(
                    endpoint.base(), "there was no whole one within %s".formatted(limit), e);
        } catch (ExecutionException e) {
            throw new RegistryUnreachableException(endpoint.base(), problem(e.getCause()), e.getCause());
        } catch (InterruptedException e) {
            response.cancel(true);
            throw new InterruptException(e);
        }
    }

    private static String problem(@Nullable Throwable cause) {
        if (cause instanceof SSLException) {
            return "no secure connection could be made (%s); see schema.registry.ssl.*".formatted(cause.getMessage());
        }
        // A refused connection comes without a message.
        return cause == null || cause.getMessage() == null
                ? "there is no connection (%s)".formatted(cause)
                : cause.toString();
    }

    private static boolean worthAnotherTry(int status) {
        return switch (status) {
            case 408, 429, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    private JsonNode parsed(byte[] body) {
        try {
            JsonNode parsed = mapper.readTree(body);
            return parsed == null ? MissingNode.getInstance() : parsed;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("no input, no output", e);
        }
    }

    private void sleep(Duration duration) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }

    @Override
    public String toString() {
        return endpoints.size() == 1 ? endpoints.get(0).base() : endpoints.toString();
    }
}
