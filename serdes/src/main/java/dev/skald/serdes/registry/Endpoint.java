/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One address of a registry.
 *
 * @param base without user and password, and without a slash at its end
 * @param headers say who the client is
 */
record Endpoint(String base, Map<String, String> headers) {

    static Endpoint of(String url, Credentials credentials) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // Neither the address nor the cause's message is shown: both may hold a password.
            throw new IllegalArgumentException(
                    "expected %s to hold addresses, but one of them is not: %s at position %d"
                            .formatted(SchemaRegistries.URL, e.getReason(), e.getIndex()));
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "expected %s to hold addresses like https://host:8081, but one of them names no host"
                            .formatted(SchemaRegistries.URL));
        }
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        Map<String, String> headers = new LinkedHashMap<>(credentials.headers());
        if (credentials.fromUrl() && uri.getUserInfo() != null) {
            headers.put(Credentials.AUTHORIZATION, Credentials.basic(uri.getUserInfo()));
        }
        return new Endpoint(uri.getScheme() + "://" + uri.getHost() + port + path, Map.copyOf(headers));
    }

    boolean anonymous() {
        return !headers.containsKey(Credentials.AUTHORIZATION);
    }

    @Override
    public String toString() {
        return base;
    }
}
