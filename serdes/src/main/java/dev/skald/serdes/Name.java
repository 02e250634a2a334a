/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name under which something is stored, where that is not its name in Java, so that Java can change without a
 * change of data: of a type (with its namespace, if it holds a dot; otherwise it stays in that of the class), of a
 * component of a record, or of a constant of an enum.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Name {

    /** The stored name. */
    String value();
}
