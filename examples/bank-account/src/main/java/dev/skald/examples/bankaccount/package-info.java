/* SPDX-License-Identifier: Apache-2.0 */
/** The smallest story: one aggregate, one application, one client. The guide shows parts of these files. */
@NullMarked
package dev.skald.examples.bankaccount;

import org.jspecify.annotations.NullMarked;
