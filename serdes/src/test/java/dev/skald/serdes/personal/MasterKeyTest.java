/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {

    private static final byte[] BYTES = random(32);
    private static final MasterKey FIRST = MasterKey.of("first", BYTES);
    private static final MasterKey SECOND = MasterKey.of("second", random(32));
    private static final byte[] CONTEXT = {1, 2, 3};

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static PersonalKey key(String subject) {
        return new PersonalKey(UUID.randomUUID(), subject, InMemoryPersonalKeys.randomSecret(new SecureRandom()));
    }

    @Test
    void whatIsWrappedIsUnwrappedInItsContextAlone() {
        byte[] key = random(32);

        byte[] wrapped = FIRST.wrap(key, CONTEXT);

        assertThat(FIRST.unwrap(wrapped, CONTEXT)).isEqualTo(key);
        assertThat(FIRST.wrap(key, CONTEXT)).isNotEqualTo(wrapped);
        assertThatThrownBy(() -> FIRST.unwrap(wrapped, new byte[] {1, 2})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SECOND.unwrap(wrapped, CONTEXT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FIRST.unwrap(new byte[5], CONTEXT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itIsReadFromAFile(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("master");
        Files.writeString(file, Base64.getEncoder().encodeToString(BYTES) + "\n");

        MasterKey read = MasterKey.fromFile("first", file);

        assertThat(read.unwrap(FIRST.wrap(BYTES, CONTEXT), CONTEXT)).isEqualTo(BYTES);
        assertThat(read).hasToString("MasterKey[first]");
    }

    @Test
    void whatIsNoMasterKeyIsRefusedWithoutQuotingIt(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("master");
        Files.writeString(file, "secret!");

        assertThatThrownBy(() -> MasterKey.fromFile("first", file))
                .hasMessageContaining("as Base64 in " + file)
                .hasMessageNotContaining("secret!")
                .hasNoCause();
        assertThatThrownBy(() -> MasterKey.of("first", new byte[16])).hasMessageContaining("expected 32 bytes");
        assertThatThrownBy(() -> MasterKey.of("first key", BYTES)).hasMessageContaining("letters, digits");
        assertThatThrownBy(() -> MasterKey.fromEnvironment("first", "SKALD_NO_SUCH_VARIABLE"))
                .hasMessageContaining("SKALD_NO_SUCH_VARIABLE");
        assertThatThrownBy(() -> MasterKeys.of(FIRST, MasterKey.of("first", BYTES)))
                .hasMessageContaining("there are two");
    }

    @Test
    void aRecordOfTheTopicOfKeysSurvivesTheRoundTrip() {
        PersonalKey key = key("subject with spaces");
        KeyRecord record = KeyRecord.wrap(key, FIRST);

        KeyRecord.Name name = KeyRecord.Name.parse(record.name().bytes());
        assertThat(name).isEqualTo(record.name());
        assertThat(KeyRecord.parse(record.name(), record.value()).unwrap(MasterKeys.of(SECOND, FIRST)))
                .isEqualTo(key);
        assertThatThrownBy(() -> record.unwrap(MasterKeys.of(SECOND)))
                .isInstanceOf(PersonalKeysException.class)
                .hasMessageContaining("expected master key first");
        assertThatThrownBy(() -> record.unwrap(MasterKeys.of(MasterKey.of("first", random(32)))))
                .hasMessageContaining("Are these the right bytes");
        assertThatThrownBy(() -> KeyRecord.parse(record.name(), new byte[] {1}).unwrap(MasterKeys.of(FIRST)))
                .hasMessageContaining("its record holds something else");
        assertThat(KeyRecord.Name.parse(new byte[] {1})).isNull();
        assertThat(KeyRecord.Name.parse(null)).isNull();
    }

    @Test
    void secretsAreNotPrinted() {
        PersonalKey key = key("ann");

        assertThat(key.toString())
                .contains("ann")
                .doesNotContain(Base64.getEncoder().encodeToString(key.secret().getEncoded()));
    }

    @Test
    void aForgottenKeyIsNotTakenAgain() {
        MasterKeys master = MasterKeys.of(FIRST);
        KeyTable table = new KeyTable(2);
        PersonalKey one = key("ann");
        PersonalKey two = key("ann");
        KeyRecord first = KeyRecord.wrap(one, FIRST);
        assertThat(table.put(first)).isTrue();
        assertThat(table.put(KeyRecord.wrap(two, FIRST))).isTrue();
        assertThat(table.latest("ann", master)).isEqualTo(two);
        assertThat(table.find(one.id(), master)).isEqualTo(one);

        table.forget(first.name());

        assertThat(table.find(one.id(), master)).isNull();
        assertThat(table.put(first)).isFalse();
        assertThat(table.find(one.id(), master)).isNull();
        assertThat(table.namesOf("ann")).containsExactly(new KeyRecord.Name(two.id(), "ann"));
    }

    @Test
    void aKeyThatWasMissingIsFoundWhenItComes() {
        KeyTable table = new KeyTable(2);
        PersonalKey key = key("ann");

        table.remember(key.id());
        assertThat(table.isForgotten(key.id())).isTrue();
        table.put(KeyRecord.wrap(key, FIRST));

        assertThat(table.isForgotten(key.id())).isFalse();
        assertThat(table.find(key.id(), MasterKeys.of(FIRST))).isEqualTo(key);
    }
}
