/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.HandledCommand;
import dev.skald.IdempotenceWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RememberedCommandsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static HandledCommand command(int number, Instant at) {
        return new HandledCommand(new UUID(7, number), number, number + 1, at);
    }

    private static RememberedCommands window(int commands, Duration age) {
        return new RememberedCommands(new IdempotenceWindow(commands, age), List.of());
    }

    @Test
    @Tag("S34")
    void theLatestAreRememberedAndTheOldestForgotten() {
        RememberedCommands remembered = window(3, Duration.ofDays(1));
        for (int number = 0; number < 5; number++) {
            remembered.remember(command(number, START));
        }

        assertThat(remembered.find(new UUID(7, 1), START)).isNull();
        assertThat(remembered.find(new UUID(7, 2), START)).isEqualTo(command(2, START));
        assertThat(remembered.find(new UUID(7, 4), START)).isEqualTo(command(4, START));
    }

    @Test
    @Tag("S34")
    void theyAreForgottenWithAge() {
        RememberedCommands remembered = window(3, Duration.ofHours(1));
        remembered.remember(command(1, START));

        assertThat(remembered.find(new UUID(7, 1), START.plus(Duration.ofHours(1))))
                .isNotNull();
        assertThat(remembered.find(
                        new UUID(7, 1), START.plus(Duration.ofHours(1)).plusMillis(1)))
                .isNull();
    }

    @Test
    void aWindowOfNoneRemembersNothing() {
        RememberedCommands remembered = window(0, Duration.ofDays(1));
        remembered.remember(command(1, START));
        remembered.replayed(new UUID(7, 2), 4, START);

        assertThat(remembered.list()).isEmpty();
    }

    @Test
    void theEventsOfOneCommandAreReplayedAsOneCommand() {
        RememberedCommands remembered = window(8, Duration.ofDays(1));
        remembered.replayed(new UUID(1, 1), 0, START);
        remembered.replayed(new UUID(1, 1), 1, START);
        remembered.replayed(new UUID(2, 2), 2, START);
        remembered.replayed(new UUID(1, 1), 3, START);

        assertThat(remembered.list())
                .containsExactly(
                        new HandledCommand(new UUID(1, 1), 0, 2, START),
                        new HandledCommand(new UUID(2, 2), 2, 3, START),
                        new HandledCommand(new UUID(1, 1), 3, 4, START));
        assertThat(remembered.find(new UUID(1, 1), START)).isEqualTo(new HandledCommand(new UUID(1, 1), 3, 4, START));
    }

    @Test
    void theRingHoldsWhatAPlainListWould() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 50; run++) {
            int most = 1 + random.nextInt(20);
            RememberedCommands remembered = window(most, Duration.ofMillis(50));
            List<HandledCommand> plain = new ArrayList<>();
            Instant now = START;
            for (int number = 0; number < 200; number++) {
                now = now.plusMillis(random.nextInt(12));
                HandledCommand command = command(number, now);
                Instant horizon = now.minusMillis(50);
                while (!plain.isEmpty()
                        && (plain.size() == most || plain.get(0).handledAt().isBefore(horizon))) {
                    plain.remove(0);
                }
                plain.add(command);
                remembered.remember(command);
                assertThat(remembered.list()).as("seed %d", seed).isEqualTo(plain);
            }
        }
    }
}
