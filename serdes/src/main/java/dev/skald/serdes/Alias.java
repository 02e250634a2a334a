/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names under which older data hold a type or a component of a record. What is written from now on has its present
 * name; what was written under an alias is read as if it had that.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT})
public @interface Alias {

    /** The former names; of a type with its namespace, if that was another. */
    String[] value();
}
