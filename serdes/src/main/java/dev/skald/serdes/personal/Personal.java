/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a component of a record that is stored encrypted with the key of the record's {@link Subject}; or, if the
 * record has none, of the nearest record around it that has one.
 *
 * <p>Null and empty optional values are not encrypted: that there is nothing is not hidden. What was stored before the
 * component was marked is still read.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Personal {

    /**
     * What is read when the key is forgotten: for text, enums, times and the like the text itself; for everything else
     * JSON, such as {@code 0}. By default an empty text, an empty optional or collection, zero or false, and null for
     * everything else.
     */
    String placeholder() default "";

    /**
     * The name to which the encrypted value is bound; by default that of the component. A value does not decrypt under
     * another name, so keep the first one here when you rename the component.
     */
    String boundTo() default "";
}
