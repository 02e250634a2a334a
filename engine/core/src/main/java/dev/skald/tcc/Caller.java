/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

/**
 * Somebody who waits for an outcome.
 *
 * @param clientId the client
 * @param partition the partition of the reply topic on which it listens
 * @param requestId the id by which it knows its request
 */
public record Caller(String clientId, int partition, String requestId) {}
