/* SPDX-License-Identifier: Apache-2.0 */
/** The client's side of commands and replies: sending, waiting, receiving. */
@NullMarked
package dev.skald.internal.client;

import org.jspecify.annotations.NullMarked;
