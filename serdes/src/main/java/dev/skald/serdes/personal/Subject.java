/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the component of a record that says whom its {@link Personal} components are about: a text, a number, a UUID or
 * a constant of an enum. It is stored as it is, so let it be a pseudonym, not a name or an address.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Subject {}
