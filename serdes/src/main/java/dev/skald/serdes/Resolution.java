/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.temporal.ChronoUnit;

/**
 * The unit in which a time is stored, microseconds where nothing is said. What is finer is cut off when it is written.
 * Data that say they hold another unit are read in theirs.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE_USE})
public @interface Resolution {

    /** One of {@code MILLIS}, {@code MICROS} and {@code NANOS}. */
    ChronoUnit value();
}
