/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FinishedOffsetsTest {

    @Test
    void thePositionIsTheFirstRecordThatIsNotFinished() {
        FinishedOffsets offsets = new FinishedOffsets(5);
        offsets.take(5);
        offsets.take(6);
        offsets.take(9);
        assertThat(offsets.position()).isEqualTo(5);

        offsets.finish(6);
        assertThat(offsets.position()).isEqualTo(5);
        assertThat(offsets.open()).isEqualTo(3);

        offsets.finish(5);
        assertThat(offsets.position()).isEqualTo(7);

        offsets.finish(9);
        assertThat(offsets.position()).isEqualTo(10);
        assertThat(offsets.open()).isZero();
    }

    @Test
    void offsetsThatWereTakenBeforeAreRefused() {
        FinishedOffsets offsets = new FinishedOffsets(5);
        offsets.take(6);
        assertThatThrownBy(() -> offsets.take(6)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FinishedOffsets(5).take(4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void inAnyOrderNothingUnfinishedLiesBeforeThePosition() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        FinishedOffsets offsets = new FinishedOffsets(0);
        List<Long> all = new ArrayList<>();
        long next = 0;
        for (int i = 0; i < 500; i++) {
            next += 1 + random.nextInt(3);
            offsets.take(next);
            all.add(next);
        }
        TreeSet<Long> unfinished = new TreeSet<>(all);
        Collections.shuffle(all, random);
        for (long offset : all) {
            offsets.finish(offset);
            unfinished.remove(offset);
            if (unfinished.isEmpty()) {
                assertThat(offsets.position()).as("seed %d", seed).isEqualTo(next + 1);
            } else {
                assertThat(offsets.position()).as("seed %d", seed).isLessThanOrEqualTo(unfinished.first());
                assertThat(unfinished.headSet(offsets.position()))
                        .as("seed %d", seed)
                        .isEmpty();
            }
        }
    }
}
