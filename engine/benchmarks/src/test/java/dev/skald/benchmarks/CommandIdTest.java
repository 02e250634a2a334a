/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class CommandIdTest {

    @Test
    void whatIsWrittenIsReadAgainAndIsACanonicalUuid() {
        for (int index : new int[] {0, 1, 2, 1000, Integer.MAX_VALUE}) {
            CommandId id = new CommandId(7, index);
            assertThat(CommandId.parse(id.text())).isEqualTo(id);
            assertThat(UUID.fromString(id.text())).hasToString(id.text());
        }
    }
}
