/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Personal fields, encrypted with a key of the person that they are about, so that forgetting the key erases them
 * wherever they were copied. How a field lies in JSON or Avro is for the packages of these formats; here are the marks,
 * the cipher and the keys.
 */
@NullMarked
package dev.skald.serdes.personal;

import org.jspecify.annotations.NullMarked;
