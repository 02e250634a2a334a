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
    void aPartOfAWorkingSetThatDoesNotFitStaysInMemory() {
        InstanceCache<String> cache = cache(new CacheBudget(90, Long.MAX_VALUE));
        int found = 0;
        for (int i = 0; i < 10_000; i++) {
            String id = "id-" + i % 100;
            LiveInstance<String> instance = cache.get(id);
            found += instance == null ? 0 : 1;
            cache.keep(instance == null ? instance(id, "") : instance);
        }

        assertThat(cache.size()).isEqualTo(90);
        // Of those used last, none would ever be found.
        assertThat(found).isBetween(7_000, 9_000);
    }

    @Test
    void whatIsDroppedMakesRoom() {
        InstanceCache<String> cache = cache(new CacheBudget(1000, 10_000));
        for (int i = 0; i < 7; i++) {
            cache.keep(instance("id-" + i, "x".repeat(1000)));
        }
        assertThat(cache.drop("id-2")).isNotNull();
        assertThat(cache.drop("id-2")).isNull();
        cache.keep(instance("another", "x".repeat(1000)));

        assertThat(cache.size()).isEqualTo(7);
        assertThat(cache.get("id-2")).isNull();
        for (String id : new String[] {"id-0", "id-1", "id-3", "id-4", "id-5", "id-6", "another"}) {
            assertThat(cache.get(id)).as(id).isNotNull();
        }
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
    void whatOneCacheDoesNotNeedAnotherMayHaveUntilItIsNeeded() {
        CacheBudget budget = new CacheBudget(10, Long.MAX_VALUE);
        InstanceCache<String> first = cache(budget);
        InstanceCache<String> second = cache(budget);
        keep(first, 20);
        assertThat(first.size()).isEqualTo(10);

        keep(second, 20);
        first.keep(instance("another", ""));
        assertThat(first.size()).isEqualTo(5);
        assertThat(second.size()).isEqualTo(5);

        second.close();
        keep(first, 20);
        assertThat(first.size()).isEqualTo(10);
    }

    private static void keep(InstanceCache<String> cache, int instances) {
        for (int i = 0; i < instances; i++) {
            cache.keep(instance("id-" + i, ""));
        }
    }
}
