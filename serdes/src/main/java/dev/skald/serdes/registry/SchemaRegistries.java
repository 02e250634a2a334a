/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Opens the registry that a configuration names. */
public final class SchemaRegistries {

    /** The configuration that says where the registry is. */
    public static final String URL = "schema.registry.url";

    private static final Sleeper SLEEPER = duration -> Thread.sleep(duration.toMillis());
    private static final String MOCK = "mock://";

    private SchemaRegistries() {}

    /**
     * Opens the registry that {@value #URL} names:
     *
     * <ul>
     *   <li>{@code http://host:port/path} or {@code https://…}, several between commas: a server with Confluent's REST
     *       API, under its own configuration names ({@code basic.auth.*}, {@code bearer.auth.token},
     *       {@code schema.registry.ssl.*}, {@code http.connect.timeout.ms}, {@code http.read.timeout.ms},
     *       {@code max.retries}, {@code retries.wait.ms}, {@code retries.max.wait.ms}, {@code proxy.host},
     *       {@code normalize.schemas}, {@code missing.id.cache.ttl.sec}).
     *   <li>{@code kafka://topic}: a registry without a server, in a compacted topic ({@code skald-schemas} if none is
     *       named) on the broker of {@code bootstrap.servers}, reached with what the configuration says of security.
     *       {@code schema.registry.kafka.*} says otherwise, if the topic is on another cluster.
     *       {@code schema.compatibility.level} is what new versions must satisfy, {@code BACKWARD} by default.
     *   <li>{@code mock://scope}: one in the memory of this process, shared by all who name the scope.
     * </ul>
     *
     * Names that are not known are left alone. Nothing is asked of a server or broker before this returns. Who opens
     * the same registry in the same way several times gets handles on one: connections, threads and what is remembered
     * are shared, and given back when the last handle is closed.
     *
     * @throws IllegalArgumentException if the configuration names no registry, or cannot be understood
     */
    public static SchemaRegistry from(Map<String, ?> configs) {
        Settings settings = new Settings(configs);
        List<String> urls = settings.list(URL);
        if (!urls.isEmpty() && urls.stream().allMatch(SchemaRegistries::isHttp)) {
            return SharedSchemaRegistry.open(
                    settings.all(RestSettings::isAboutRest),
                    () -> new RestSchemaRegistry(
                            RestSettings.of(settings), SLEEPER, new Random(), InstantSource.system()));
        }
        if (urls.size() == 1 && urls.get(0).startsWith(MOCK)) {
            return InMemorySchemaRegistry.shared(urls.get(0).substring(MOCK.length()));
        }
        if (urls.size() == 1 && urls.get(0).startsWith(KafkaSettings.SCHEME)) {
            KafkaSettings kafka = KafkaSettings.of(urls.get(0), configs);
            return SharedSchemaRegistry.open(kafka, () -> new KafkaSchemaRegistry(kafka, SLEEPER, new Random()));
        }
        throw new IllegalArgumentException(
                ("expected %s to be http://… or https://… (several between commas), kafka://topic or mock://scope,"
                                + " but it is %s")
                        .formatted(URL, urls.isEmpty() ? "absent" : "something else"));
    }

    private static boolean isHttp(String url) {
        return url.startsWith("http://") || url.startsWith("https://");
    }
}
