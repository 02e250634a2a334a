/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The digits of a {@link java.math.BigDecimal}, which Avro must know to store it. Values that need more are refused
 * when they are written, never rounded.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE_USE})
public @interface Decimal {

    /** Digits in all. */
    int precision();

    /** Digits after the point. */
    int scale() default 0;
}
