/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a server with a certificate of its own, which asks the client for one too. */
class TlsIT {

    private static final String PASSWORD = "changeit";

    @TempDir
    static Path directory;

    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        makeKey("server", "dns:localhost");
        makeKey("elsewhere", "dns:elsewhere.example");
        makeKey("client", "dns:client.example");
        server = serve("server");
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static HttpsServer serve(String key) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(key), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store("client"));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters mutual = context.getDefaultSSLParameters();
                mutual.setNeedClientAuth(true);
                parameters.setSSLParameters(mutual);
            }
        });
        https.createContext("/", exchange -> {
            try (exchange) {
                byte[] answer = "{\"schema\":\"\\\"int\\\"\"}".getBytes(UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        https.start();
        return https;
    }

    private static KeyStore store(String key) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(key + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static void makeKey(String name, String subjectAlternativeName) throws Exception {
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + subjectAlternativeName,
                "-alias",
                name,
                "-keystore",
                name + ".p12",
                "-storetype",
                "PKCS12");
        keytool("-exportcert", "-rfc", "-alias", name, "-keystore", name + ".p12", "-file", name + ".pem");
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static SchemaRegistry registry(HttpsServer server, Map<String, String> ssl) {
        Map<String, Object> configs = new HashMap<>();
        configs.put(
                "schema.registry.url",
                "https://localhost:" + server.getAddress().getPort());
        configs.put("max.retries", 0);
        configs.put("schema.registry.ssl.keystore.location", directory.resolve("client.p12"));
        configs.put("schema.registry.ssl.keystore.type", "PKCS12");
        configs.put("schema.registry.ssl.keystore.password", PASSWORD);
        ssl.forEach((name, value) -> configs.put("schema.registry.ssl." + name, value));
        return SchemaRegistries.from(configs);
    }

    private static Map<String, String> trusting(String key) {
        return Map.of("truststore.location", directory.resolve(key + ".pem").toString(), "truststore.type", "PEM");
    }

    @Test
    void aServerWhoseCertificateIsTrustedIsUsedAndIsShownOurs() {
        try (SchemaRegistry registry = registry(server, trusting("server"))) {
            assertThat(registry.schemaOf(1).getType()).isEqualTo(Schema.Type.INT);
        }
    }

    @Test
    void aServerWhoseCertificateIsNotTrustedIsRefusedAndTheSettingIsNamed() {
        try (SchemaRegistry registry = registry(server, trusting("elsewhere"))) {
            assertThatThrownBy(() -> registry.schemaOf(1))
                    .isInstanceOf(RegistryUnreachableException.class)
                    .hasMessageContaining("schema.registry.ssl.");
        }
    }

    @Test
    void aCertificateOfAnotherHostIsRefusedUnlessThatIsSwitchedOff() throws Exception {
        HttpsServer other = serve("elsewhere");
        try (SchemaRegistry strict = registry(other, trusting("elsewhere"))) {
            assertThatThrownBy(() -> strict.schemaOf(1))
                    .isInstanceOf(RegistryUnreachableException.class)
                    .hasMessageContaining("localhost");
            Map<String, String> lenient = new HashMap<>(trusting("elsewhere"));
            lenient.put("endpoint.identification.algorithm", "");
            try (SchemaRegistry registry = registry(other, lenient)) {
                assertThat(registry.schemaOf(1).getType()).isEqualTo(Schema.Type.INT);
            }
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aWrongPasswordIsSaidToBeWrongAtOnce() {
        Map<String, String> wrong = Map.of("keystore.password", "wrong-password");

        assertThatThrownBy(() -> registry(server, wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema.registry.ssl.keystore.password")
                .message()
                .doesNotContain("wrong-password");
    }
}
