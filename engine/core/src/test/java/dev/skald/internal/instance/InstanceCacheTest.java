/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.IdempotenceWindow;
import org.junit.jupiter.api.Test;

class InstanceCacheTest {

    private static LiveInstance<String> instance(String id, String state) {
        return LiveInstance.fresh(id, state, IdempotenceWindow.DEFAULT);
    }

    private static InstanceCache<String> cache(CacheBudget budget) {
        return new InstanceCache<>(budget, String::length);
    }

    @Test
    void theLeastRecentlyUsedGoesFirst() {
        InstanceCache<String> cache = cache(new CacheBudget(2, Long.MAX_VALUE));
        cache.keep(instance("a", ""));
        cache.keep(instance("b", ""));
        assertThat(cache.get("a")).isNotNull();
        cache.keep(instance("c", ""));

        assertThat(cache.get("a")).isNotNull();
        assertThat(cache.get("b")).isNull();
        assertThat(cache.get("c")).isNotNull();
    }

    @Test
    void bytesAreBoundedToo() {
        InstanceCache<String> cache = cache(new CacheBudget(1000, 10_000));
        for (int i = 0; i < 100; i++) {
            cache.keep(instance("id-" + i, "x".repeat(1000)));
        }

        assertThat(cache.size()).isEqualTo(7);
    }

    @Test
    void aStateThatHasGrownIsWeighedAgain() {
        InstanceCache<String> cache = cache(new CacheBudget(1000, 10_000));
        LiveInstance<String> grows = instance("grows", "");
        cache.keep(instance("other", ""));
        cache.keep(grows);
        grows.advance("x".repeat(20_000), 1);
        cache.keep(grows);

        assertThat(cache.get("other")).isNull();
        assertThat(cache.get("grows")).as("the one in use stays, however large").isNotNull();
    }

    @Test
    void openCachesShareTheBudgetAndClosedOnesGiveItBack() {
        CacheBudget budget = new CacheBudget(10, Long.MAX_VALUE);
        InstanceCache<String> first = cache(budget);
        InstanceCache<String> second = cache(budget);
        for (int i = 0; i < 20; i++) {
            first.keep(instance("id-" + i, ""));
        }
        assertThat(first.size()).isEqualTo(5);

        second.close();
        for (int i = 0; i < 20; i++) {
            first.keep(instance("id-" + i, ""));
        }
        assertThat(first.size()).isEqualTo(10);
    }
}
