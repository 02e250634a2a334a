/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Instances in memory: loading them, caching them, and the units of work that change them.
 *
 * <p>It sees journal and snapshots only through their seams, and knows neither Kafka nor a clock of its own.
 */
@NullMarked
package dev.skald.internal.instance;

import org.jspecify.annotations.NullMarked;
