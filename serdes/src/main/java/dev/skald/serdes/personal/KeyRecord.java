/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A wrapped key as a record of the topic of keys. The record's key is the id and the subject, its value the format, the
 * id of the master key and the wrapped key, all text with spaces between; without a value it says that the key is
 * forgotten.
 */
record KeyRecord(Name name, @Nullable String masterKey, String wrapped) {

    private static final int ID_LENGTH = 36;
    private static final String FORMAT = "1";

    /** The key of a record. */
    record Name(UUID id, String subject) {

        byte[] bytes() {
            return (id + " " + subject).getBytes(UTF_8);
        }

        /** Parses a record's key; null if it is something else, which then does not belong in the topic. */
        static @Nullable Name parse(byte @Nullable [] key) {
            String text = key == null ? "" : new String(key, UTF_8);
            if (text.length() < ID_LENGTH + 2 || text.charAt(ID_LENGTH) != ' ') {
                return null;
            }
            try {
                return new Name(UUID.fromString(text.substring(0, ID_LENGTH)), text.substring(ID_LENGTH + 1));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }

    static KeyRecord wrap(PersonalKey key, MasterKey masterKey) {
        Name name = new Name(key.id(), key.subject());
        byte[] wrapped = masterKey.wrap(key.secret().getEncoded(), name.bytes());
        return new KeyRecord(
                name, masterKey.id(), Base64.getUrlEncoder().withoutPadding().encodeToString(wrapped));
    }

    byte[] value() {
        return (FORMAT + " " + masterKey + " " + wrapped).getBytes(UTF_8);
    }

    /** Parses a record's value; what cannot be understood stays there as a key without a master key. */
    static KeyRecord parse(Name name, byte[] value) {
        String[] parts = new String(value, UTF_8).split(" ", -1);
        boolean known = parts.length == 3 && parts[0].equals(FORMAT);
        return known ? new KeyRecord(name, parts[1], parts[2]) : new KeyRecord(name, null, "");
    }

    PersonalKey unwrap(MasterKeys masterKeys) {
        if (masterKey == null) {
            throw new PersonalKeysException(
                    "expected a wrapped key %s, but its record holds something else".formatted(name.id()), null);
        }
        MasterKey master = masterKeys
                .find(masterKey)
                .orElseThrow(() -> new PersonalKeysException(
                        "expected master key %s, which wrapped key %s, but there are only %s"
                                .formatted(
                                        masterKey, name.id(), masterKeys.byId().keySet()),
                        null));
        try {
            SecretKey secret =
                    new SecretKeySpec(master.unwrap(Base64.getUrlDecoder().decode(wrapped), name.bytes()), "AES");
            return new PersonalKey(name.id(), name.subject(), secret);
        } catch (IllegalArgumentException e) {
            throw new PersonalKeysException(
                    "expected master key %s to unwrap key %s, but: %s. Are these the right bytes under this id?"
                            .formatted(masterKey, name.id(), e.getMessage()),
                    e);
        }
    }
}
