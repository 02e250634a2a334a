/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.HandledCommand;
import dev.skald.Snapshot.Memory;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MemoryCodecTest {

    private static final Memory MEMORY = new Memory(
            7,
            List.of(12L, 9L, 7L),
            List.of(
                    new HandledCommand(new UUID(1, 2), 11, 13, Instant.ofEpochMilli(99)),
                    new HandledCommand(new UUID(3, 4), 13, 14, Instant.ofEpochMilli(100))));

    @Test
    void whatIsWrittenIsRead() {
        assertThat(MemoryCodec.read(MemoryCodec.write(MEMORY))).isEqualTo(MEMORY);
        assertThat(MemoryCodec.read(MemoryCodec.write(Memory.NONE))).isEqualTo(Memory.NONE);
    }

    @Test
    void cutOrForeignBytesAreRefused() {
        byte[] bytes = MemoryCodec.write(MEMORY);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> MemoryCodec.read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        bytes[0] = 99;
        assertThatThrownBy(() -> MemoryCodec.read(bytes)).hasMessageContaining("format 1, but it is 99");
    }
}
