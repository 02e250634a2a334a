/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;

import dev.skald.serdes.Decimal;
import dev.skald.serdes.Resolution;
import dev.skald.serdes.avro.Shape.Leaf;
import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The types without parts, and how each is stored. */
final class Leaves {

    /** Types that have one text for each value, and how it is read. */
    private static final Map<Class<?>, Function<String, Object>> TEXTS = Map.ofEntries(
            entry(Duration.class, Duration::parse),
            entry(Period.class, Period::parse),
            entry(OffsetDateTime.class, OffsetDateTime::parse),
            entry(ZonedDateTime.class, ZonedDateTime::parse),
            entry(YearMonth.class, YearMonth::parse),
            entry(ZoneId.class, ZoneId::of),
            entry(ZoneOffset.class, ZoneOffset::of),
            entry(URI.class, URI::create),
            entry(Currency.class, Currency::getInstance),
            entry(BigInteger.class, BigInteger::new));

    private static final Map<Class<?>, Leaf> PLAIN = Map.ofEntries(
            entry(
                    boolean.class,
                    leaf(
                            Schema.Type.BOOLEAN,
                            (value, out) -> out.writeBoolean((Boolean) value),
                            BytesDecoder::readBoolean,
                            Boolean::valueOf)),
            entry(byte.class, integer(number -> exact(number, (byte) number, "byte"), Byte::valueOf)),
            entry(short.class, integer(number -> exact(number, (short) number, "short"), Short::valueOf)),
            entry(int.class, integer(number -> number, Integer::valueOf)),
            entry(
                    char.class,
                    leaf(
                            Schema.Type.INT,
                            (value, out) -> out.writeInt((Character) value),
                            in -> character(in.readInt()),
                            text -> text.charAt(0))),
            entry(
                    long.class,
                    leaf(
                            Schema.Type.LONG,
                            (value, out) -> out.writeLong((Long) value),
                            BytesDecoder::readLong,
                            Long::valueOf)),
            entry(
                    float.class,
                    new Leaf(
                            Schema.create(Schema.Type.FLOAT),
                            writers(Schema.Type.FLOAT, (value, out) -> out.writeFloat((Float) value)),
                            written -> written.getType() == Schema.Type.FLOAT
                                    ? BytesDecoder::readFloat
                                    : in -> (float) in.readLong(),
                            Float::valueOf)),
            entry(
                    double.class,
                    new Leaf(
                            Schema.create(Schema.Type.DOUBLE),
                            writers(Schema.Type.DOUBLE, (value, out) -> out.writeDouble((Double) value)),
                            Leaves::doubleReader,
                            Double::valueOf)),
            entry(
                    String.class,
                    leaf(
                            Schema.Type.STRING,
                            (value, out) -> out.writeString((String) value),
                            BytesDecoder::readString,
                            text -> text)),
            entry(
                    byte[].class,
                    leaf(
                            Schema.Type.BYTES,
                            (value, out) -> out.writeBytes((byte[]) value),
                            BytesDecoder::readByteArray,
                            text -> text.getBytes(UTF_8))),
            entry(
                    ByteBuffer.class,
                    leaf(
                            Schema.Type.BYTES,
                            (value, out) -> out.writeBytes((ByteBuffer) value),
                            in -> in.readBytes(null),
                            text -> ByteBuffer.wrap(text.getBytes(UTF_8)))),
            entry(
                    LocalDate.class,
                    logical(
                            LogicalTypes.date(),
                            Schema.Type.INT,
                            (value, out) -> out.writeInt(Math.toIntExact(((LocalDate) value).toEpochDay())),
                            in -> LocalDate.ofEpochDay(in.readInt()),
                            LocalDate::parse)),
            entry(
                    UUID.class,
                    logical(
                            LogicalTypes.uuid(),
                            Schema.Type.STRING,
                            (value, out) -> out.writeString(value.toString()),
                            in -> UUID.fromString(in.readString()),
                            UUID::fromString)));

    private static final Map<Class<?>, Class<?>> UNBOXED = Map.of(
            Boolean.class, boolean.class,
            Byte.class, byte.class,
            Short.class, short.class,
            Integer.class, int.class,
            Character.class, char.class,
            Long.class, long.class,
            Float.class, float.class,
            Double.class, double.class);

    private Leaves() {}

    /**
     * How a type is stored, or null if it has parts.
     *
     * @param annotations what is said where the type is used
     */
    static @Nullable Leaf of(Class<?> type, AnnotatedElement annotations) {
        Leaf plain = PLAIN.get(UNBOXED.getOrDefault(type, type));
        if (plain != null) {
            return plain;
        }
        Function<String, Object> parser = TEXTS.get(type);
        if (parser != null) {
            return leaf(
                    Schema.Type.STRING,
                    (value, out) -> out.writeString(value.toString()),
                    in -> parser.apply(in.readString()),
                    parser);
        }
        if (type == BigDecimal.class) {
            return decimal(annotations.getAnnotation(Decimal.class));
        }
        return time(type, ticks(annotations));
    }

    private static Ticks ticks(AnnotatedElement annotations) {
        Resolution resolution = annotations.getAnnotation(Resolution.class);
        return resolution == null ? Ticks.MICROS : Ticks.of(resolution.value());
    }

    private static @Nullable Leaf time(Class<?> type, Ticks own) {
        if (type == Instant.class) {
            return time(
                    "timestamp-",
                    own,
                    (value, ticks) -> count((Instant) value, ticks),
                    (count, ticks) -> Instant.ofEpochSecond(ticks.seconds(count), ticks.nanos(count)),
                    Instant::parse);
        }
        if (type == LocalDateTime.class) {
            return time(
                    "local-timestamp-",
                    own,
                    (value, ticks) -> count(((LocalDateTime) value).toInstant(ZoneOffset.UTC), ticks),
                    (count, ticks) ->
                            LocalDateTime.ofEpochSecond(ticks.seconds(count), ticks.nanos(count), ZoneOffset.UTC),
                    LocalDateTime::parse);
        }
        if (type == LocalTime.class) {
            if (own == Ticks.NANOS) {
                throw new IllegalArgumentException(
                        "expected MILLIS or MICROS for a LocalTime, which Avro cannot store in NANOS");
            }
            return time(
                    "time-",
                    own,
                    (value, ticks) -> count(Instant.EPOCH.plusNanos(((LocalTime) value).toNanoOfDay()), ticks),
                    (count, ticks) ->
                            LocalTime.ofSecondOfDay(ticks.seconds(count)).withNano(ticks.nanos(count)),
                    LocalTime::parse);
        }
        return null;
    }

    private static long count(Instant time, Ticks ticks) {
        return ticks.count(time.getEpochSecond(), time.getNano());
    }

    /** Counts the ticks of a time. */
    private interface Counting {
        long count(Object value, Ticks ticks);
    }

    /** Makes a time of its ticks. */
    private interface Telling {
        Object time(long count, Ticks ticks);
    }

    private static Leaf time(
            String prefix, Ticks own, Counting counting, Telling telling, Function<String, Object> parser) {
        // Avro keeps the milliseconds of a day in 32 bits, and every other time in 64.
        Schema.Type stored = prefix.equals("time-") && own == Ticks.MILLIS ? Schema.Type.INT : Schema.Type.LONG;
        Schema schema = Schema.create(stored);
        schema.addProp(LogicalType.LOGICAL_TYPE_PROP, prefix + own.suffix());
        LogicalTypes.fromSchema(schema).addToSchema(schema);
        return new Leaf(
                schema,
                target -> {
                    Ticks ticks = Ticks.of(target, own);
                    return require(stored, target, (value, out) -> out.writeLong(counting.count(value, ticks)));
                },
                written -> {
                    Ticks ticks = Ticks.of(written, own);
                    return in -> telling.time(in.readLong(), ticks);
                },
                parser);
    }

    private static Leaf decimal(@Nullable Decimal digits) {
        if (digits == null) {
            throw new IllegalArgumentException(
                    "expected a BigDecimal to say how many digits it has, as in @Decimal(precision = 12, scale = 2)");
        }
        Schema schema =
                LogicalTypes.decimal(digits.precision(), digits.scale()).addToSchema(Schema.create(Schema.Type.BYTES));
        return new Leaf(
                schema,
                target -> {
                    LogicalTypes.Decimal wanted = decimalOf(target, schema);
                    return require(
                            Schema.Type.BYTES,
                            target,
                            (value, out) -> out.writeBytes(unscaled((BigDecimal) value, wanted)));
                },
                written -> {
                    int scale = decimalOf(written, schema).getScale();
                    return in -> new BigDecimal(number(in.readByteArray()), scale);
                },
                BigDecimal::new);
    }

    private static LogicalTypes.Decimal decimalOf(Schema schema, Schema otherwise) {
        LogicalType logicalType = LogicalTypes.fromSchemaIgnoreInvalid(schema);
        return logicalType instanceof LogicalTypes.Decimal decimal
                ? decimal
                : (LogicalTypes.Decimal) otherwise.getLogicalType();
    }

    private static byte[] unscaled(BigDecimal value, LogicalTypes.Decimal digits) {
        BigDecimal scaled = value.scale() == digits.getScale() ? value : rescaled(value, digits);
        if (scaled.precision() > digits.getPrecision()) {
            throw new IllegalArgumentException(
                    "expected at most %d digits, but it is %s".formatted(digits.getPrecision(), value));
        }
        return scaled.unscaledValue().toByteArray();
    }

    private static BigDecimal rescaled(BigDecimal value, LogicalTypes.Decimal digits) {
        // Compared first: to add the zeros of 1E+1000000000 would take all memory.
        if ((long) value.precision() - value.scale() + digits.getScale() > digits.getPrecision()
                || value.stripTrailingZeros().scale() > digits.getScale()) {
            throw new IllegalArgumentException("expected at most %d digits with %d after the point, but it is %s"
                    .formatted(digits.getPrecision(), digits.getScale(), value));
        }
        return value.setScale(digits.getScale());
    }

    private static BigInteger number(byte[] bytes) {
        if (bytes.length == 0) {
            throw new MalformedBytesException("expected a decimal number, but it has no bytes");
        }
        return new BigInteger(bytes);
    }

    private static ValueReader doubleReader(Schema written) {
        return switch (written.getType()) {
            case DOUBLE -> BytesDecoder::readDouble;
            case FLOAT -> in -> (double) in.readFloat();
            default -> in -> (double) in.readLong();
        };
    }

    private static Object exact(int number, Number narrow, String type) {
        if (narrow.intValue() != number) {
            throw new MalformedBytesException("expected a number that fits a %s, but it is %d".formatted(type, number));
        }
        return narrow;
    }

    private static Object character(int number) {
        if ((char) number != number) {
            throw new MalformedBytesException("expected a character, but it is number " + number);
        }
        return (char) number;
    }

    private static Leaf integer(IntFunction<Object> narrowing, Function<String, Object> parser) {
        return leaf(
                Schema.Type.INT,
                (value, out) -> out.writeInt(((Number) value).intValue()),
                in -> narrowing.apply(in.readInt()),
                parser);
    }

    private static Leaf leaf(
            Schema.Type type, ValueWriter writer, ValueReader reader, Function<String, Object> parser) {
        return new Leaf(Schema.create(type), writers(type, writer), written -> reader, parser);
    }

    private static Leaf logical(
            LogicalType logicalType,
            Schema.Type type,
            ValueWriter writer,
            ValueReader reader,
            Function<String, Object> parser) {
        return new Leaf(logicalType.addToSchema(Schema.create(type)), writers(type, writer), written -> reader, parser);
    }

    private static Function<Schema, ValueWriter> writers(Schema.Type type, ValueWriter writer) {
        return target -> require(type, target, writer);
    }

    /** Numbers of 32 and 64 bits have the same bytes, and so have texts and byte strings. */
    private static ValueWriter require(Schema.Type own, Schema target, ValueWriter writer) {
        Schema.Type wanted = target.getType();
        if (wanted == own
                || (own == Schema.Type.INT && wanted == Schema.Type.LONG)
                || (own == Schema.Type.STRING && wanted == Schema.Type.BYTES)) {
            return writer;
        }
        throw new IllegalArgumentException("expected a schema of %s, but it is %s".formatted(own.getName(), target));
    }
}
