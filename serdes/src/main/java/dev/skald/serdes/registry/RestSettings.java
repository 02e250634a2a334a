/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a client of a registry server is told, under Confluent's names.
 *
 * @param endpoints the addresses of one and the same registry, in the order in which they are tried
 * @param connectTimeout how long to wait for a connection
 * @param readTimeout how long to wait for a whole answer
 * @param backoff how often to try again when none of the addresses answers
 * @param normalize whether the registry shall bring schemas into a normal form
 * @param missingIdTtl for how long an id that the registry does not know is not asked for again
 * @param tls what is trusted; null stands for what the JVM trusts
 * @param proxy where to send requests instead; null for none
 */
record RestSettings(
        List<Endpoint> endpoints,
        Duration connectTimeout,
        Duration readTimeout,
        Backoff backoff,
        boolean normalize,
        Duration missingIdTtl,
        @Nullable SSLContext tls,
        @Nullable InetSocketAddress proxy) {

    private static final Pattern NAMES = Pattern.compile(
            "(basic\\.auth|bearer\\.auth|http|retries|proxy|missing)\\..*|max\\.retries|normalize\\.schemas");

    static RestSettings of(Settings settings) {
        Credentials credentials = Credentials.of(settings);
        return new RestSettings(
                settings.list(SchemaRegistries.URL).stream()
                        .map(url -> Endpoint.of(url, credentials))
                        .toList(),
                settings.millis("http.connect.timeout.ms", Duration.ofSeconds(10), 1),
                settings.millis("http.read.timeout.ms", Duration.ofSeconds(20), 1),
                new Backoff(
                        settings.integer("max.retries", 3, 0),
                        settings.millis("retries.wait.ms", Duration.ofMillis(500), 0),
                        settings.millis("retries.max.wait.ms", Duration.ofSeconds(10), 0)),
                settings.flag("normalize.schemas"),
                Duration.ofSeconds(settings.integer("missing.id.cache.ttl.sec", 0, 0)),
                Tls.contextOf(settings),
                proxyOf(settings));
    }

    /** Whether a name may be one of those above. One too many only means that two registries are not shared. */
    static boolean isAboutRest(String name) {
        return name.startsWith(Settings.PREFIX)
                || name.equals("sasl.jaas.config")
                || NAMES.matcher(name).matches();
    }

    private static @Nullable InetSocketAddress proxyOf(Settings settings) {
        String host = settings.text("proxy.host");
        return host == null ? null : InetSocketAddress.createUnresolved(host, settings.integer("proxy.port", 80, 1));
    }

    /** A builder of a client that does as it is told here. */
    HttpClient.Builder httpClient() {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(connectTimeout);
        if (tls != null) {
            builder.sslContext(tls);
        }
        if (proxy != null) {
            builder.proxy(ProxySelector.of(proxy));
        }
        return builder;
    }
}
