/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/** The unit of a stored time. */
enum Ticks {
    MILLIS(1_000),
    MICROS(1_000_000),
    NANOS(1_000_000_000);

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final long perSecond;

    Ticks(long perSecond) {
        this.perSecond = perSecond;
    }

    static Ticks of(ChronoUnit unit) {
        return switch (unit) {
            case MILLIS -> MILLIS;
            case MICROS -> MICROS;
            case NANOS -> NANOS;
            default -> throw new IllegalArgumentException("expected MILLIS, MICROS or NANOS, but it is " + unit.name());
        };
    }

    /** The unit that a schema names with its logical type; a plain number is said to be in the other one. */
    static Ticks of(Schema schema, Ticks otherwise) {
        String logicalType = schema.getProp(LogicalType.LOGICAL_TYPE_PROP);
        if (logicalType != null) {
            for (Ticks ticks : values()) {
                if (logicalType.endsWith("-" + ticks.suffix())) {
                    return ticks;
                }
            }
        }
        return otherwise;
    }

    /** As in the names of Avro's logical types. */
    String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }

    long count(long seconds, int nanos) {
        return Math.addExact(Math.multiplyExact(seconds, perSecond), nanos / (NANOS_PER_SECOND / perSecond));
    }

    long seconds(long count) {
        return Math.floorDiv(count, perSecond);
    }

    int nanos(long count) {
        return (int) (Math.floorMod(count, perSecond) * (NANOS_PER_SECOND / perSecond));
    }
}
