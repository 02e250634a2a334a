/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CountingUuidsTest {

    private static final UUID RANDOM = UUID.fromString("3c9a2f52-0b7e-4a51-9d3e-fffffffffffe");

    @Test
    void theyCountFromTheFirst() {
        CountingUuids ids = new CountingUuids(RANDOM);

        assertThat(ids.next()).isEqualTo("3c9a2f52-0b7e-4a51-9d3e-fffffffffffe");
        assertThat(ids.next()).isEqualTo("3c9a2f52-0b7e-4a51-9d3e-ffffffffffff");
        assertThat(ids.next()).isEqualTo("3c9a2f52-0b7e-4a51-9d3f-000000000000");
    }

    @Test
    void versionAndVariantStayAfterTheHighestNumber() {
        CountingUuids ids = new CountingUuids(UUID.fromString("3c9a2f52-0b7e-4a51-bfff-ffffffffffff"));
        ids.next();
        UUID next = UUID.fromString(ids.next());

        assertThat(next).hasToString("3c9a2f52-0b7e-4a51-8000-000000000000");
        assertThat(next.version()).isEqualTo(4);
        assertThat(next.variant()).isEqualTo(2);
    }

    @Test
    void severalThreadsNeverGetTheSame() {
        CountingUuids ids = new CountingUuids(RANDOM);
        Set<String> given = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 10_000).parallel().forEach(i -> given.add(ids.next()));

        assertThat(given).hasSize(10_000);
    }
}
