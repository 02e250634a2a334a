/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes of {@code schema.registry.ssl.*} what the JDK's HTTP client understands. */
final class Tls {

    private static final String PREFIX = Settings.PREFIX + "ssl.";
    private static final String IDENTIFICATION = PREFIX + "endpoint.identification.algorithm";

    private Tls() {}

    /** What is trusted and shown; null if the configuration says nothing of it. */
    static @Nullable SSLContext contextOf(Settings settings) {
        boolean anyHost = settings.has(IDENTIFICATION) && settings.exact(IDENTIFICATION) == null;
        String trusted = settings.exact(PREFIX + "truststore.location");
        String shown = settings.exact(PREFIX + "keystore.location");
        if (!anyHost && trusted == null && shown == null) {
            return null;
        }
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            if (shown != null) {
                String password = settings.exact(PREFIX + "key.password");
                KeyStore store = load(settings, "keystore", shown);
                keys.init(store, password != null ? password.toCharArray() : password(settings, "keystore"));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted == null ? null : load(settings, "truststore", trusted));
            TrustManager[] trustManagers = trust.getTrustManagers();
            if (anyHost) {
                trustManagers = new TrustManager[] {new AnyHost(extended(trustManagers))};
            }
            SSLContext context =
                    SSLContext.getInstance(Objects.requireNonNullElse(settings.exact(PREFIX + "protocol"), "TLS"));
            context.init(shown == null ? null : keys.getKeyManagers(), trustManagers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("expected %s* to be usable, but: %s".formatted(PREFIX, e), e);
        }
    }

    private static KeyStore load(Settings settings, String which, String location) throws GeneralSecurityException {
        String type = Objects.requireNonNullElse(settings.exact(PREFIX + which + ".type"), "JKS");
        try (InputStream in = Files.newInputStream(Path.of(location))) {
            if (type.equalsIgnoreCase("PEM")) {
                return certificates(which, in);
            }
            KeyStore store = KeyStore.getInstance(type);
            store.load(in, password(settings, which));
            return store;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "expected %s%s.location to name a readable %s store, but %s: %s (is %s%s.password right?)"
                            .formatted(PREFIX, which, type, location, e, PREFIX, which),
                    e);
        }
    }

    private static KeyStore certificates(String which, InputStream in) throws GeneralSecurityException, IOException {
        if (!which.equals("truststore")) {
            throw new IllegalArgumentException(
                    "expected %s%s.type to be JKS or PKCS12, but it is PEM".formatted(PREFIX, which));
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
            store.setCertificateEntry("certificate-" + store.size(), certificate);
        }
        return store;
    }

    private static char @Nullable [] password(Settings settings, String which) {
        String password = settings.exact(PREFIX + which + ".password");
        return password == null ? null : password.toCharArray();
    }

    private static X509ExtendedTrustManager extended(TrustManager[] trustManagers) throws GeneralSecurityException {
        for (TrustManager trustManager : trustManagers) {
            if (trustManager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }

    /**
     * Trusts a certificate whatever host shows it. It is the trust manager that compares host names, and it does so
     * only where it is told of the connection.
     */
    private static final class AnyHost extends X509ExtendedTrustManager {

        private final X509ExtendedTrustManager chains;

        AnyHost(X509ExtendedTrustManager chains) {
            this.chains = chains;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            chains.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            chains.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            chains.checkServerTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            chains.checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            chains.checkClientTrusted(chain, authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            chains.checkClientTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return chains.getAcceptedIssuers();
        }
    }
}
