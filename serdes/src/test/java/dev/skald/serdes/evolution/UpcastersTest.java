/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpcastersTest {

    private static final Upcasters CHAIN = Upcasters.builder()
            .upcast("Opened", 1, old -> old.renamed("name", "owner"))
            .upcast("Opened", 2, old -> old.with("currency", "EUR"))
            .rename("AccountOpened", "Opened")
            .build();

    @Test
    void aValueGoesThroughAllVersionsAfterItsOwn() {
        assertThat(CHAIN.upcast(StoredValue.of("Opened").with("name", "Ann")))
                .isEqualTo(new StoredValue("Opened", 3, Map.of("owner", "Ann", "currency", "EUR")));
        assertThat(CHAIN.upcast(new StoredValue("Opened", 2, Map.of("owner", "Bob"))))
                .isEqualTo(new StoredValue("Opened", 3, Map.of("owner", "Bob", "currency", "EUR")));
    }

    @Test
    void anEarlierNameGoesOnWithTheVersionsOfTheNew() {
        assertThat(CHAIN.upcast(new StoredValue("AccountOpened", 2, Map.of())).type())
                .isEqualTo("Opened");
        assertThat(CHAIN.isCurrent("AccountOpened", 3)).isTrue();
        assertThat(CHAIN.isCurrent("AccountOpened", 2)).isFalse();
        assertThat(CHAIN.isCurrent("Other", 1)).isTrue();
    }

    @Test
    void aValueMayBecomeOneOfAnotherTypeOrSkipVersions() {
        Upcasters upcasters = Upcasters.builder()
                .upcast("Moved", 1, old -> old.becoming("AccountOpened", 1))
                .upcast("Opened", 1, old -> old.becoming("Opened", 3))
                .upcast("Opened", 2, old -> old.with("passed", 2))
                .upcast("Opened", 3, old -> old.with("passed", 3))
                .rename("AccountOpened", "Opened")
                .build();

        assertThat(upcasters.upcast(StoredValue.of("Moved")))
                .isEqualTo(new StoredValue("Opened", 4, Map.of("passed", 3)));
    }

    @Test
    void oneBecomesSeveralWhichAreUpcastInTheirTurn() {
        Upcasters upcasters = Upcasters.builder()
                .split(
                        "Moved",
                        1,
                        "Several",
                        "events",
                        old -> List.of(
                                StoredValue.of("Withdrawn").with("cents", old.get("cents")),
                                StoredValue.of("Noted").with("text", old.text("reason"))))
                .upcast("Noted", 1, old -> old.renamed("text", "note"))
                .build();

        StoredValue several =
                upcasters.upcast(StoredValue.of("Moved").with("cents", 5).with("reason", "rent"));

        assertThat(several)
                .isEqualTo(StoredValue.of("Several")
                        .with(
                                "events",
                                List.of(
                                        StoredValue.of("Withdrawn").with("cents", 5),
                                        new StoredValue("Noted", 2, Map.of("note", "rent")))));
    }

    @Test
    void aVersionWithoutAWayOrFromTheFutureIsRefused() {
        Upcasters gap = Upcasters.builder().upcast("Opened", 2, old -> old).build();

        assertThatThrownBy(() -> gap.upcast(StoredValue.of("Opened")))
                .hasMessage("expected an upcaster of Opened from version 1, but there is none");
        assertThatThrownBy(() -> gap.upcast(new StoredValue("Opened", 4, Map.of())))
                .hasMessage("expected version 3 of Opened or an earlier one, but it is version 4");
    }

    @Test
    void anUpcasterThatFailsIsNamed() {
        Upcasters failing = Upcasters.builder()
                .upcast("Opened", 1, old -> old.with("owner", old.text("name")))
                .build();

        assertThatThrownBy(() -> failing.upcast(StoredValue.of("Opened")))
                .hasMessageContaining("the upcaster of Opened from version 1 failed")
                .hasMessageContaining("expected a CharSequence in field name of Opened version 1, but it is null");
    }

    @Test
    void circlesAreFound() {
        Upcasters types = Upcasters.builder()
                .upcast("A", 1, old -> old.becoming("B", 1))
                .upcast("B", 1, old -> old.becoming("A", 1))
                .build();

        assertThatThrownBy(() -> types.upcast(StoredValue.of("A"))).hasMessageContaining("lead back to version 1 of A");
        assertThatThrownBy(() ->
                        Upcasters.builder().rename("A", "B").rename("B", "A").build())
                .hasMessageContaining("circle");
    }

    @Test
    void contradictionsAreRefused() {
        assertThatThrownBy(() -> Upcasters.builder().upcast("A", 1, old -> old).upcast("A", 1, old -> old))
                .hasMessageContaining("there are two");
        assertThatThrownBy(() -> Upcasters.builder().upcast("A", 0, old -> old))
                .hasMessageContaining("version of 1 or more");
        assertThatThrownBy(() -> Upcasters.builder().rename("A", "B").rename("A", "C"))
                .hasMessageContaining("B and C");
        assertThatThrownBy(() -> Upcasters.builder()
                        .upcast("A", 1, old -> old)
                        .rename("A", "B")
                        .build())
                .hasMessageContaining("A was renamed to it");
    }
}
