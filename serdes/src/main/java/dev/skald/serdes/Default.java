/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a component of a record is when older data do not have it; on an enum, the constant that an unknown one is read
 * as. Components that may be absent need none: they are then empty or null.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface Default {

    /**
     * For text, enums, times and the like the text itself; for everything else JSON, such as {@code 0} or {@code []}.
     */
    String value();
}
