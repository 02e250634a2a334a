/* SPDX-License-Identifier: Apache-2.0 */
/** What all rooms of the engine share: the model of an aggregate, names of topics, headers, partitions. */
@NullMarked
package dev.skald.internal.model;

import org.jspecify.annotations.NullMarked;
