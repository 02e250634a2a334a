/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Random values of records, sealed interfaces, enums and what they hold; the same seed makes the same values. */
public final class GeneratedValues {

    private static final String LETTERS = "abcXYZ019 _-\u0000\t\"\\{}<äßéŁЖ中文€\uD83D\uDE00";
    private static final long SECONDS = 4_000_000_000L;

    private final Random random;
    private final Map<Class<?>, Function<AnnotatedType, Object>> simple = new LinkedHashMap<>();

    public GeneratedValues(long seed) {
        random = new Random(seed);
        simple.put(boolean.class, type -> random.nextBoolean());
        simple.put(byte.class, type -> (byte) random.nextInt());
        simple.put(short.class, type -> (short) random.nextInt());
        simple.put(char.class, type -> (char) ('a' + random.nextInt(26)));
        simple.put(int.class, type -> (int) number());
        simple.put(long.class, type -> number());
        simple.put(float.class, type -> random.nextFloat());
        simple.put(double.class, type -> random.nextGaussian());
        simple.put(Boolean.class, type -> random.nextBoolean());
        simple.put(Integer.class, type -> (int) number());
        simple.put(Long.class, type -> number());
        simple.put(Double.class, type -> random.nextGaussian());
        simple.put(String.class, type -> text());
        simple.put(byte[].class, type -> bytes());
        simple.put(ByteBuffer.class, type -> ByteBuffer.wrap(bytes()));
        simple.put(UUID.class, type -> new UUID(random.nextLong(), random.nextLong()));
        simple.put(BigInteger.class, type -> new BigInteger(bytes()).add(BigInteger.ONE));
        simple.put(BigDecimal.class, this::decimal);
        simple.put(Duration.class, type -> Duration.ofSeconds(number(), random.nextInt(1_000_000_000)));
        simple.put(LocalDate.class, type -> LocalDate.ofEpochDay(random.nextInt(100_000) - 50_000));
        simple.put(
                LocalTime.class,
                type -> LocalTime.ofSecondOfDay(random.nextInt(86_400)).withNano(nanos(type)));
        simple.put(Instant.class, type -> Instant.ofEpochSecond(seconds(), nanos(type)));
        simple.put(LocalDateTime.class, type -> LocalDateTime.ofEpochSecond(seconds(), nanos(type), ZoneOffset.UTC));
        simple.put(
                OffsetDateTime.class,
                type -> OffsetDateTime.of(
                        2026, 1, 1, 0, random.nextInt(60), 0, 0, ZoneOffset.ofHours(random.nextInt(9))));
        simple.put(OptionalInt.class, type -> chance() ? OptionalInt.of((int) number()) : OptionalInt.empty());
        simple.put(OptionalLong.class, type -> chance() ? OptionalLong.of(number()) : OptionalLong.empty());
        simple.put(
                OptionalDouble.class,
                type -> chance() ? OptionalDouble.of(random.nextDouble()) : OptionalDouble.empty());
    }

    /** A value of a type without type parameters. */
    public <T> T of(Class<T> type) {
        @SuppressWarnings("unchecked")
        T value = (T) value(type, null);
        return value;
    }

    private Object value(Class<?> type, @Nullable AnnotatedType used) {
        Function<AnnotatedType, Object> maker = simple.get(type);
        if (maker != null) {
            return maker.apply(used);
        }
        if (type.isEnum()) {
            return pick(type.getEnumConstants());
        }
        if (type.isRecord()) {
            return record(type);
        }
        if (type.isSealed()) {
            return value(pick(type.getPermittedSubclasses()), null);
        }
        return container(type, (AnnotatedParameterizedType) java.util.Objects.requireNonNull(used, type.getName()));
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        @Nullable
        Object[] values = Arrays.stream(components)
                .map(component -> nullable(component.getAnnotatedType()))
                .toArray();
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Object nullable(AnnotatedType used) {
        return used.isAnnotationPresent(Nullable.class) && !chance() ? null : used(used);
    }

    private Object used(AnnotatedType used) {
        return used.getType() instanceof ParameterizedType parameterized
                ? value((Class<?>) parameterized.getRawType(), used)
                : value((Class<?>) used.getType(), used);
    }

    private Object container(Class<?> type, AnnotatedParameterizedType used) {
        AnnotatedType[] arguments = used.getAnnotatedActualTypeArguments();
        if (type == Optional.class) {
            return chance() ? Optional.of(used(arguments[0])) : Optional.empty();
        }
        List<@Nullable Object> items = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            items.add(nullable(arguments[arguments.length - 1]));
        }
        if (type == List.class) {
            return items;
        }
        if (type == Set.class) {
            return new HashSet<>(items);
        }
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        items.forEach(item -> entries.put(text(), item));
        return entries;
    }

    private <E> E pick(E[] all) {
        return all[random.nextInt(all.length)];
    }

    /** Mostly, so that what may be absent is mostly there. */
    private boolean chance() {
        return random.nextInt(3) > 0;
    }

    private long number() {
        return random.nextLong() >> random.nextInt(Long.SIZE);
    }

    private long seconds() {
        return (random.nextLong() % SECONDS);
    }

    private int nanos(@Nullable AnnotatedType used) {
        Resolution resolution = used == null ? null : used.getAnnotation(Resolution.class);
        int unit = resolution == null
                ? 1_000
                : (int) resolution.value().getDuration().toNanos();
        return random.nextInt(1_000_000_000 / unit) * unit;
    }

    private BigDecimal decimal(@Nullable AnnotatedType used) {
        Decimal digits = used == null ? null : used.getAnnotation(Decimal.class);
        int precision = digits == null ? 20 : digits.precision();
        int scale = digits == null ? 4 : digits.scale();
        BigInteger limit = BigInteger.TEN.pow(precision);
        return new BigDecimal(new BigInteger(limit.bitLength() + 8, random).mod(limit), scale);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes.length == 0 ? new byte[] {1} : bytes;
    }

    private String text() {
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }
}
