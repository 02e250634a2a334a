/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.EventKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EventKeysTest {

    @Test
    @Tag("S1")
    void theFormIsIdZeroRevisionInBigEndian() {
        assertThat(EventKeys.of("ab", 258)).containsExactly('a', 'b', 0, 0, 0, 0, 0, 0, 0, 1, 2);
        assertThat(EventKeys.parse(EventKeys.of("ab", 258))).isEqualTo(new EventKey("ab", 258));
        assertThat(EventKeys.parse(EventKeys.of("Ä€", Long.MAX_VALUE))).hasToString("Ä€@9223372036854775807");
    }

    @Test
    @Tag("S1")
    void revisionsAreUnsigned() {
        assertThat(EventKeys.parse(EventKeys.of("a", -1))).hasToString("a@18446744073709551615");
        assertThat(Arrays.compareUnsigned(EventKeys.of("a", Long.MAX_VALUE), EventKeys.of("a", Long.MIN_VALUE)))
                .isNegative();
    }

    /** Ids of few different characters, so that many are prefixes of others. */
    @Test
    void sortedAsBytesTheEventsOfEachInstanceLieSideBySideInOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<EventKey> keys = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            int length = 1 + random.nextInt(4);
            StringBuilder id = new StringBuilder();
            for (int j = 0; j < length; j++) {
                id.append("\u0001aé€".charAt(random.nextInt(4)));
            }
            keys.add(new EventKey(id.toString(), random.nextInt(300)));
        }

        List<EventKey> sorted = keys.stream()
                .map(key -> EventKeys.of(key.instanceId(), key.revision()))
                .sorted(Arrays::compareUnsigned)
                .map(EventKeys::parse)
                .toList();

        List<EventKey> expected = keys.stream()
                .sorted(Comparator.<EventKey, byte[]>comparing(
                                key -> key.instanceId().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                Arrays::compareUnsigned)
                        .thenComparing(EventKey::revision))
                .toList();
        assertThat(sorted).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void bytesThatAreNotAKeyAreRefused() {
        for (byte[] bytes : new byte[][] {
            {}, {0, 0, 0, 0, 0, 0, 0, 0, 0}, {'a', 1, 0, 0, 0, 0, 0, 0, 0, 0}, {(byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0}
        }) {
            assertThatThrownBy(() -> EventKeys.parse(bytes)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
