/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InstanceIdTest {

    @Test
    void anyOtherTextUpToTheLimitIsAName() {
        assertThat(InstanceId.check("a")).isEqualTo("a");
        assertThat(InstanceId.check("Ünïcödé / with spaces\n")).isNotEmpty();
        assertThat(InstanceId.check("x".repeat(InstanceId.MAX_BYTES))).hasSize(InstanceId.MAX_BYTES);
    }

    @Test
    void emptyLongAndZeroAreRefused() {
        assertThatThrownBy(() -> InstanceId.check("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> InstanceId.check("a\0b")).hasMessageContaining("U+0000");
        assertThatThrownBy(() -> InstanceId.check("x".repeat(InstanceId.MAX_BYTES + 1)))
                .hasMessageContaining("at most 512 bytes, but it has 513");
        assertThatThrownBy(() -> InstanceId.check("€".repeat(171))).hasMessageContaining("513");
    }
}
