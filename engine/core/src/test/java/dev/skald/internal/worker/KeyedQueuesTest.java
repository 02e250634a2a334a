/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyedQueuesTest {

    private final KeyedQueues<String, String> queues = new KeyedQueues<>();

    private List<String> takeAll() {
        List<String> taken = new ArrayList<>();
        while (queues.hasReady()) {
            taken.add(queues.take());
        }
        return taken;
    }

    @Test
    void differentKeysAreTakenSideBySideAndTheSameKeyWaits() {
        queues.add("a", "a1");
        queues.add("a", "a2");
        queues.add("b", "b1");

        assertThat(takeAll()).containsExactly("a1", "b1");
        assertThat(queues.take()).isNull();

        queues.finish("a");
        assertThat(takeAll()).containsExactly("a2");
    }

    @Test
    void aKeyWhoseItemsAreFinishedBeginsAnew() {
        queues.add("a", "a1");
        takeAll();
        queues.finish("a");
        assertThat(queues.hasReady()).isFalse();

        queues.add("a", "a2");
        assertThat(takeAll()).containsExactly("a2");
    }

    @Test
    void whatIsForgottenIsNotTakenAndMayBeFinishedWithoutHarm() {
        queues.add("a", "a1");
        queues.add("a", "a2");
        queues.add("b", "b1");
        queues.add("c", "c1");
        assertThat(queues.take()).isEqualTo("a1");

        queues.forget(key -> !key.equals("c"));
        queues.finish("a");

        assertThat(takeAll()).containsExactly("c1");
    }

    @Test
    void inAnyInterleavingEachKeyKeepsItsOrderAndHasOneItemAtATime() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        KeyedQueues<Integer, int[]> numbered = new KeyedQueues<>();
        Map<Integer, Integer> added = new HashMap<>();
        Map<Integer, Integer> finished = new HashMap<>();
        List<int[]> taken = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            int key = random.nextInt(7);
            int action = random.nextInt(3);
            if (action == 0) {
                numbered.add(key, new int[] {key, added.merge(key, 1, Integer::sum)});
            } else if (action == 1) {
                int[] item = numbered.take();
                if (item != null) {
                    assertThat(taken).as("seed %d", seed).noneMatch(other -> other[0] == item[0]);
                    taken.add(item);
                }
            } else if (!taken.isEmpty()) {
                int[] item = taken.remove(random.nextInt(taken.size()));
                assertThat(finished.merge(item[0], 1, Integer::sum))
                        .as("seed %d", seed)
                        .isEqualTo(item[1]);
                numbered.finish(item[0]);
            }
        }
        assertThat(finished).hasSize(7);
    }
}
