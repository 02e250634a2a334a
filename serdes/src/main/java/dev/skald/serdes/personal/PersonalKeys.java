/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import java.util.Optional;
import java.util.UUID;

/**
 * Keeps the keys of subjects. Any thread may call; every call may block while a key is written or looked for. What is
 * broken is a {@link PersonalKeysException}.
 */
public interface PersonalKeys extends AutoCloseable {

    /** A key of a subject, to encrypt with; a new one, kept safely before this returns, if the subject has none. */
    PersonalKey keyOf(String subject);

    /** The key of an id, to decrypt with; empty if, and only if, it is forgotten. */
    Optional<PersonalKey> find(UUID id);

    /**
     * Deletes all keys that a subject has, for good and everywhere. Whatever was encrypted with them can no longer be
     * read. If something is encrypted for the subject afterwards, that is with a new key.
     */
    void forget(String subject);

    /** Gives back connections and threads. Closing again changes nothing. */
    @Override
    void close();
}
