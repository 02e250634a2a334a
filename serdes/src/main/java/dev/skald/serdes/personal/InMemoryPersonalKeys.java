/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Keys in the memory of this process, for tests: when it ends, so does what they encrypted. */
public final class InMemoryPersonalKeys implements PersonalKeys {

    private final Function<String, PersonalKey> create;
    private final Map<String, PersonalKey> bySubject = new ConcurrentHashMap<>();
    private final Map<UUID, PersonalKey> byId = new ConcurrentHashMap<>();

    private InMemoryPersonalKeys(Function<String, PersonalKey> create) {
        this.create = create;
    }

    /** Random keys. */
    public static InMemoryPersonalKeys create() {
        SecureRandom random = new SecureRandom();
        return new InMemoryPersonalKeys(subject -> new PersonalKey(UUID.randomUUID(), subject, randomSecret(random)));
    }

    /** Keys that anybody can know, made from their subjects alone. */
    static PersonalKeys repeatable(String... subjects) {
        InMemoryPersonalKeys keys = new InMemoryPersonalKeys(subject -> {
            byte[] name = subject.getBytes(UTF_8);
            return new PersonalKey(
                    UUID.nameUUIDFromBytes(name), subject, new SecretKeySpec(FieldCipher.sha256(name), "AES"));
        });
        for (String subject : subjects) {
            keys.keyOf(subject);
        }
        return keys;
    }

    static SecretKey randomSecret(SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new SecretKeySpec(bytes, "AES");
    }

    @Override
    public PersonalKey keyOf(String subject) {
        return bySubject.computeIfAbsent(subject, none -> {
            PersonalKey key = create.apply(subject);
            byId.put(key.id(), key);
            return key;
        });
    }

    @Override
    public Optional<PersonalKey> find(UUID id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public void forget(String subject) {
        bySubject.computeIfPresent(subject, (same, key) -> {
            byId.remove(key.id());
            return null;
        });
    }

    @Override
    public void close() {}
}
