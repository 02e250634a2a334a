/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.interoperability;

import dev.skald.serdes.Decimal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the tests exchange: a record with most of what Avro can say. */
record Order(
        String id,
        long cents,
        int pieces,
        boolean paid,
        double weight,
        Instant at,
        LocalDate day,
        @Decimal(precision = 12, scale = 2) BigDecimal amount,
        UUID token,
        Colour colour,
        List<Line> lines,
        Map<String, Integer> counts,
        @Nullable String note) {

    enum Colour {
        RED,
        GREEN
    }

    record Line(String article, int pieces) {}

    /** What happens to an order. */
    sealed interface Event {}

    record Placed(String by, long cents) implements Event {}

    record Cancelled(@Nullable String reason) implements Event {}

    /** An order whose every field differs from what would be there by default. */
    static Order sample() {
        return new Order(
                "Bestellung № 7",
                -123_456_789L,
                70_000,
                true,
                0.1,
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                LocalDate.of(1969, 7, 20),
                new BigDecimal("-12345.67"),
                UUID.fromString("7f2c6f1e-5d7a-4c55-9f57-0c2b9a3f5d11"),
                Colour.GREEN,
                List.of(new Line("apple", 3), new Line("päar", 0)),
                Map.of("boxes", 2),
                null);
    }
}
