/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Encrypts single fields into short texts and back, for serdes: {@value #PREFIX}, then in URL-safe Base64 the id of the
 * key in 16 bytes, a random nonce in 12, and the value under AES-256-GCM with its tag. Bound to it as associated data
 * are subject and field, so that a text put into another's record, or into another field, does not decrypt. The topic
 * is not bound: copies of a topic stay readable.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class FieldCipher {

    /** How every encrypted field begins. */
    public static final String PREFIX = "personal:1:";

    private static final int ID_LENGTH = 16;
    private static final int LEAST_LENGTH = ID_LENGTH + AesGcm.NONCE_LENGTH + AesGcm.TAG_LENGTH;

    private final PersonalKeys keys;
    private final Nonces nonces;

    private FieldCipher(PersonalKeys keys, Nonces nonces) {
        this.keys = requireNonNull(keys, "keys");
        this.nonces = nonces;
    }

    private interface Nonces {
        byte[] next(byte[] associated, byte[] plain);
    }

    /** The cipher over some keys. */
    public static FieldCipher of(PersonalKeys keys) {
        SecureRandom random = new SecureRandom();
        return new FieldCipher(keys, (associated, plain) -> {
            byte[] nonce = new byte[AesGcm.NONCE_LENGTH];
            random.nextBytes(nonce);
            return nonce;
        });
    }

    /**
     * A cipher that gives the same text for the same value, with keys that anybody can know: for golden files, so that
     * they can be compared, and for nothing else.
     *
     * @param subjects all that stand in the files
     */
    public static FieldCipher repeatable(String... subjects) {
        return new FieldCipher(
                InMemoryPersonalKeys.repeatable(subjects),
                (associated, plain) -> Arrays.copyOf(sha256(associated, plain), AesGcm.NONCE_LENGTH));
    }

    /** A decrypted field, and whose it is. */
    public record Decrypted(String subject, String plain) {}

    /** Whether a text is that of an encrypted field. */
    public static boolean isEncrypted(String text) {
        return text.startsWith(PREFIX);
    }

    /** Encrypts a field with a key of its subject. */
    public String encrypt(String subject, String field, String text) {
        byte[] plain = text.getBytes(UTF_8);
        PersonalKey key = keys.keyOf(PersonalKey.checkSubject(subject));
        byte[] associated = associated(subject, field);
        byte[] nonce = nonces.next(associated, plain);
        byte[] all = new byte[LEAST_LENGTH + plain.length];
        ByteBuffer.wrap(all)
                .putLong(key.id().getMostSignificantBits())
                .putLong(key.id().getLeastSignificantBits())
                .put(nonce);
        AesGcm.encrypt(key.secret(), nonce, associated, plain, all, ID_LENGTH + AesGcm.NONCE_LENGTH);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /**
     * Decrypts a field. Whoever calls checks that the subject is the one of the record in which the field stands.
     *
     * @return empty if the key is forgotten
     * @throws IllegalArgumentException if the text is no encrypted field, or was changed, or belongs to another field
     */
    public Optional<Decrypted> decrypt(String field, String text) {
        if (!isEncrypted(text)) {
            throw new IllegalArgumentException("expected an encrypted field that begins with " + PREFIX);
        }
        byte[] all = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
        if (all.length < LEAST_LENGTH) {
            throw new IllegalArgumentException("expected at least %d bytes in encrypted field %s, but there are %d"
                    .formatted(LEAST_LENGTH, field, all.length));
        }
        ByteBuffer buffer = ByteBuffer.wrap(all);
        Optional<PersonalKey> found = keys.find(new UUID(buffer.getLong(), buffer.getLong()));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        PersonalKey key = found.get();
        try {
            byte[] plain = AesGcm.decrypt(key.secret(), all, ID_LENGTH, associated(key.subject(), field));
            return Optional.of(new Decrypted(key.subject(), new String(plain, UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "expected field %s to decrypt, but: %s".formatted(field, e.getMessage()), e);
        }
    }

    private static byte[] associated(String subject, String field) {
        return (subject + '\0' + field).getBytes(UTF_8);
    }

    static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
