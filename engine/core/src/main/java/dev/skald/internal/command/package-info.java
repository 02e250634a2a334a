/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From a command's record to its reply: parsing, handling, answering, dead letters, and the pacing of commits.
 *
 * <p>Here is the one place that loads, decides and appends. Records are written by forwarding, stores by units of work;
 * nothing here talks to a broker.
 */
@NullMarked
package dev.skald.internal.command;

import org.jspecify.annotations.NullMarked;
