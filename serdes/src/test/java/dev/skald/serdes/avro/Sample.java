/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import dev.skald.serdes.Alias;
import dev.skald.serdes.Decimal;
import dev.skald.serdes.Default;
import dev.skald.serdes.GeneratedValues;
import dev.skald.serdes.Name;
import dev.skald.serdes.Resolution;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Types for tests: one of everything, and the events of an account. */
final class Sample {

    private Sample() {}

    sealed interface Event {}

    record Opened(
            String owner, @Resolution(ChronoUnit.MILLIS) Instant at) implements Event {}

    sealed interface Money extends Event {}

    record Deposited(long cents, @Nullable String note) implements Money {}

    @Name("Withdrawal")
    @Alias("PaidOut")
    record Withdrawn(long cents, @Default("EUR") String currency) implements Money {}

    enum Closed implements Event {
        BY_OWNER,
        @Name("BY_THE_BANK")
        BY_BANK
    }

    enum Colour {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "green";
            }
        }
    }

    record Pair<A, B>(A first, B second) {}

    record Tree(String label, List<Tree> branches) {}

    record Numbers(
            boolean truth, byte tiny, short small, char letter, int number, long large, float real, double twice) {}

    record Boxes(Boolean truth, Integer number, Long large, Double twice, OptionalInt maybe, OptionalLong much) {}

    record Times(
            Instant micros,
            @Resolution(ChronoUnit.NANOS) Instant nanos,
            LocalDate date,
            LocalTime time,
            @Resolution(ChronoUnit.MILLIS) LocalTime coarse,
            LocalDateTime local,
            OffsetDateTime offset,
            Duration duration) {}

    @SuppressWarnings("ArrayRecordComponent") // Bytes are one of everything.
    record Containers(
            byte[] bytes,
            @Nullable ByteBuffer buffer,
            List<String> list,
            List<@Nullable String> gaps,
            Set<Colour> set,
            Map<String, List<Integer>> map,
            Optional<Event> maybe,
            List<Event> events,
            List<@Decimal(precision = 12, scale = 2) BigDecimal> amounts) {}

    record Everything(
            Numbers numbers,
            Boxes boxes,
            Times times,
            Containers containers,
            String text,
            @Decimal(precision = 12, scale = 2) BigDecimal amount,
            UUID id,
            Colour colour,
            Pair<String, Long> pair,
            @Nullable Pair<Colour, List<Colour>> other,
            Tree tree) {}

    static Everything everything(GeneratedValues generated) {
        Pair<String, Long> pair = new Pair<>(generated.of(String.class), generated.of(Long.class));
        Colour colour = generated.of(Colour.class);
        return new Everything(
                generated.of(Numbers.class),
                generated.of(Boxes.class),
                generated.of(Times.class),
                generated.of(Containers.class),
                generated.of(String.class),
                new BigDecimal("-12.50"),
                generated.of(UUID.class),
                colour,
                pair,
                colour == Colour.RED ? null : new Pair<>(colour, List.of(colour)),
                new Tree("root", List.of(new Tree(pair.first(), List.of()), new Tree("leaf", List.of()))));
    }
}
