/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import java.security.GeneralSecurityException;
import java.security.Key;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256 in Galois/counter mode, as the JDK has it: nonces of 12 bytes, tags of 16. */
final class AesGcm {

    static final int NONCE_LENGTH = 12;
    static final int TAG_LENGTH = 16;

    private AesGcm() {}

    /** Writes the encrypted text and its tag into a target; the nonce must never have been used with the key. */
    static void encrypt(Key key, byte[] nonce, byte[] associated, byte[] plain, byte[] target, int offset) {
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_LENGTH, nonce), associated);
            cipher.doFinal(plain, 0, plain.length, target, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("expected AES-GCM to work, but: " + e, e);
        }
    }

    /**
     * Decrypts what stands after its nonce.
     *
     * @throws IllegalArgumentException if key, nonce, associated data and text do not belong together
     */
    static byte[] decrypt(Key key, byte[] source, int nonceOffset, byte[] associated) {
        int start = nonceOffset + NONCE_LENGTH;
        try {
            GCMParameterSpec nonce = new GCMParameterSpec(8 * TAG_LENGTH, source, nonceOffset, NONCE_LENGTH);
            return cipher(Cipher.DECRYPT_MODE, key, nonce, associated).doFinal(source, start, source.length - start);
        } catch (AEADBadTagException e) {
            throw new IllegalArgumentException("it was changed, or encrypted for another field, subject or key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("expected AES-GCM to work, but: " + e, e);
        }
    }

    private static Cipher cipher(int mode, Key key, GCMParameterSpec nonce, byte[] associated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, nonce);
        cipher.updateAAD(associated);
        return cipher;
    }
}
