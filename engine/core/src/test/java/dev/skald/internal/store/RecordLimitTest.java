/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.HandlingException;
import dev.skald.internal.model.TextHeaders;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class RecordLimitTest {

    @Test
    void keyValueAndHeadersCount() {
        RecordLimit limit = new RecordLimit(1000);
        Headers headers = TextHeaders.none();

        assertThat(limit.allows(new byte[100], new byte[700], headers)).isTrue();
        headers.add("name", new byte[200]);
        assertThat(limit.allows(new byte[100], new byte[700], headers)).isFalse();
        assertThat(limit.allows(null, null, headers)).isTrue();
    }

    @Test
    void whatIsTooLargeIsRefusedWithARemedy() {
        assertThatThrownBy(() ->
                        new RecordLimit(1000).check(() -> "event X", new byte[1], new byte[1000], TextHeaders.none()))
                .isInstanceOf(HandlingException.class)
                .cause()
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessageContaining("event X")
                .hasMessageContaining("max.message.bytes");
    }
}
