/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Wraps with AES-256-GCM: a random nonce, then the encrypted key with its tag. */
final class AesMasterKey implements MasterKey {

    private static final int LENGTH = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final String id;
    private final SecretKey secret;
    private final SecureRandom random = new SecureRandom();

    AesMasterKey(String id, byte[] bytes) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "expected letters, digits, dots and hyphens as the id of a master key, but it is \"" + id + "\"");
        }
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException(
                    "expected %d bytes for master key %s, but there are %d".formatted(LENGTH, id, bytes.length));
        }
        this.id = id;
        this.secret = new SecretKeySpec(bytes, "AES");
    }

    static AesMasterKey fromBase64(String id, String text, String where) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            // The cause would quote the text.
            throw new IllegalArgumentException(
                    "expected master key %s as Base64 in %s, but it is not".formatted(id, where));
        }
        return new AesMasterKey(id, bytes);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(byte[] key, byte[] context) {
        byte[] nonce = new byte[AesGcm.NONCE_LENGTH];
        random.nextBytes(nonce);
        byte[] wrapped = Arrays.copyOf(nonce, AesGcm.NONCE_LENGTH + key.length + AesGcm.TAG_LENGTH);
        AesGcm.encrypt(secret, nonce, context, key, wrapped, AesGcm.NONCE_LENGTH);
        return wrapped;
    }

    @Override
    public byte[] unwrap(byte[] wrapped, byte[] context) {
        if (wrapped.length < AesGcm.NONCE_LENGTH + AesGcm.TAG_LENGTH) {
            throw new IllegalArgumentException(
                    "expected a wrapped key, but there are only " + wrapped.length + " bytes");
        }
        return AesGcm.decrypt(secret, wrapped, 0, context);
    }

    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }
}
