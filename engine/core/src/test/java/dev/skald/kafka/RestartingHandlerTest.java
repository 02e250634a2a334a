/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartingHandlerTest {

    private long nanos;
    private final RestartingHandler handler = new RestartingHandler(() -> nanos);

    @Test
    void threadsAreReplacedUntilTooManyDieInAShortTime() {
        for (int i = 0; i < 10; i++) {
            assertThat(handler.handle(new IllegalStateException())).isEqualTo(REPLACE_THREAD);
        }
        assertThat(handler.handle(new IllegalStateException())).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void deathsFarApartAreNotHeldAgainstEachOther() {
        for (int i = 0; i < 100; i++) {
            nanos += Duration.ofMinutes(2).toNanos();
            assertThat(handler.handle(new IllegalStateException())).isEqualTo(REPLACE_THREAD);
        }
    }
}
