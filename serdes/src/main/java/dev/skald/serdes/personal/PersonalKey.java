/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import javax.crypto.SecretKey;

/**
 * A key with which the personal fields of a subject are encrypted. A subject may have several; what was encrypted names
 * the id of its key.
 *
 * @param id never used again for another key
 * @param subject whose key it is
 * @param secret 256 bits for AES
 */
public record PersonalKey(UUID id, String subject, SecretKey secret) {

    /** Checks that everything is there. */
    public PersonalKey {
        requireNonNull(id, "id");
        requireNonNull(secret, "secret");
        checkSubject(subject);
    }

    /** Without the secret, which must not get into logs. */
    @Override
    public String toString() {
        return "PersonalKey[id=" + id + ", subject=" + subject + "]";
    }

    /** Refuses what cannot name a subject. */
    static String checkSubject(String subject) {
        if (subject.isEmpty() || subject.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("expected a subject that is not empty and has no zero character");
        }
        return subject;
    }
}
