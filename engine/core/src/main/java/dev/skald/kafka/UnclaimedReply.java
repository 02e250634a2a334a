/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.kafka;

import dev.skald.Reply;

/**
 * A reply to a command that nobody in this process waits for: an earlier client of the same name has sent it, or the
 * waiting timed out.
 *
 * @param aggregate the aggregate that was asked
 * @param instanceId the instance that was asked
 * @param commandId the command
 * @param reply the outcome
 */
public record UnclaimedReply(String aggregate, String instanceId, String commandId, Reply reply) {}
