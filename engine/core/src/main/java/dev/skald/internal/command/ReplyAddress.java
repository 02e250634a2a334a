/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

/**
 * Where a reply goes.
 *
 * @param clientId the client that asked; the key of the reply's record
 * @param partition the partition of the reply topic on which it listens
 */
public record ReplyAddress(String clientId, int partition) {}
