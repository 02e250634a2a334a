/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.internal.participant.FenceEntry;
import dev.skald.internal.participant.FenceKey;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Fence.Status;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PartitionFenceTest {

    private final PartitionFence fence = new PartitionFence();

    private static FenceKey key(String tccId) {
        return FenceKey.of("key".getBytes(UTF_8), tccId, "side");
    }

    private static FenceEntry entry(Status status, long second) {
        return new FenceEntry(status, Answer.done(), Instant.ofEpochSecond(second));
    }

    @Test
    void keysAreTheSameOnlyIfAllTheirPartsAre() {
        FenceKey one = FenceKey.of("a".getBytes(UTF_8), "b", "c");
        assertThat(one).isEqualTo(FenceKey.of("a".getBytes(UTF_8), "b", "c"));
        assertThat(one).isEqualTo(FenceKey.ofRecord(one.bytes())).hasSameHashCodeAs(FenceKey.ofRecord(one.bytes()));
        assertThat(one).isNotEqualTo(FenceKey.of("ab".getBytes(UTF_8), "", "c"));
        assertThat(one).isNotEqualTo(FenceKey.of("a".getBytes(UTF_8), "bc", ""));
        assertThat(one).isNotEqualTo(FenceKey.of("".getBytes(UTF_8), "ab", "c"));
    }

    @Test
    @Tag("T24")
    void whatHasEndedIsSweptOldestFirstAndNotTooMuchAtATime() {
        for (int i = 0; i < 5; i++) {
            fence.put(key("t-" + i), entry(Status.TRY_DONE, i));
            fence.put(key("t-" + i), entry(Status.CONFIRMED, i));
        }
        assertThat(fence.takeEndedBefore(Instant.ofEpochSecond(0), 10)).isEmpty();
        assertThat(fence.takeEndedBefore(Instant.ofEpochSecond(4), 3))
                .containsExactly(key("t-0"), key("t-1"), key("t-2"));
        assertThat(fence.takeEndedBefore(Instant.ofEpochSecond(4), 3)).containsExactly(key("t-3"));
        assertThat(fence.takeEndedBefore(Instant.ofEpochSecond(4), 3)).isEmpty();
    }

    @Test
    @Tag("T24")
    void whatHasNotEndedIsNeverSwept() {
        for (Status status : Status.values()) {
            fence.put(key(status.name()), entry(status, 0));
        }
        assertThat(fence.takeEndedBefore(Instant.MAX, 10))
                .containsExactlyInAnyOrder(key(Status.CONFIRMED.name()), key(Status.CANCELED.name()));
    }

    @Test
    void whatWasReadAtTheStartIsSweptInTheOrderOfItsTime() {
        fence.load(key("late"), entry(Status.CANCELED, 9));
        fence.load(key("early"), entry(Status.TRY_DONE, 1));
        fence.load(key("gone"), entry(Status.CONFIRMED, 2));
        fence.load(key("early"), entry(Status.CONFIRMED, 3));
        fence.load(key("gone"), null);
        fence.loaded();

        assertThat(fence.size()).isEqualTo(2);
        assertThat(fence.takeEndedBefore(Instant.ofEpochSecond(10), 10)).containsExactly(key("early"), key("late"));
    }
}
