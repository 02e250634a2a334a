/* SPDX-License-Identifier: Apache-2.0 */
/**
 * For tests of aggregates and applications: specifications of rules, of the whole topology, and a real broker.
 *
 * <p>Nothing here belongs on the class path of production.
 */
@NullMarked
package dev.skald.testing;

import org.jspecify.annotations.NullMarked;
