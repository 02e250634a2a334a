/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations such as {@code 500ms}, {@code 30s}, {@code 5m} and {@code 1h}. */
final class Durations implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h)");

    private static final Duration LONGEST = Duration.ofHours(24);

    @Override
    public Duration convert(String text) {
        Duration duration = parse(text);
        if (duration.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("expected at most 24h, but it is " + text);
        }
        return duration;
    }

    private static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException(
                    "expected a duration such as 500ms, 30s, 5m or 1h, but it is \"" + text + "\"");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
