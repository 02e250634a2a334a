/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Wraps the keys of subjects, so that the topic in which they lie is worth nothing without it. Kept outside of Kafka:
 * in a file, an environment variable, or, with an implementation of yours, in a key management service. Any thread may
 * call.
 *
 * <p>Whoever loses it has lost all personal fields.
 */
public interface MasterKey {

    /** Names the key beside what it wrapped; letters, digits, dots, hyphens. Never used for another key. */
    String id();

    /**
     * Wraps a key.
     *
     * @param context what the wrapped key is bound to
     */
    byte[] wrap(byte[] key, byte[] context);

    /**
     * Unwraps a key.
     *
     * @throws IllegalArgumentException if it was wrapped otherwise, or in another context
     */
    byte[] unwrap(byte[] wrapped, byte[] context);

    /** A master key of 32 random bytes, which wraps with AES-256-GCM. */
    static MasterKey of(String id, byte[] bytes) {
        return new AesMasterKey(id, bytes);
    }

    /** A master key of 32 random bytes as Base64 in an environment variable: {@code openssl rand -base64 32}. */
    static MasterKey fromEnvironment(String id, String variable) {
        String text = System.getenv(variable);
        if (text == null) {
            throw new IllegalArgumentException(
                    "expected master key %s in the environment variable %s, but it is not set".formatted(id, variable));
        }
        return AesMasterKey.fromBase64(id, text, "the environment variable " + variable);
    }

    /** A master key of 32 random bytes as Base64 in a file, such as a mounted secret. */
    static MasterKey fromFile(String id, Path file) {
        try {
            return AesMasterKey.fromBase64(id, Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
