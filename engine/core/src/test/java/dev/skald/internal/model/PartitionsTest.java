/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

class PartitionsTest {

    /** The embedded broker's tests compare with a producer at work; here it is about every length and sign. */
    @Test
    void theyAreThoseOfKafkasProducer() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] key = new byte[1 + random.nextInt(40)];
            random.nextBytes(key);
            int partitions = 1 + random.nextInt(100);
            assertThat(Partitions.of(key, partitions))
                    .as("seed %d, key %d", seed, i)
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
        }
    }
}
