/* SPDX-License-Identifier: Apache-2.0 */
/** The topics of an application: which there have to be, creating them, and checking those that are there. */
@NullMarked
package dev.skald.internal.topic;

import org.jspecify.annotations.NullMarked;
