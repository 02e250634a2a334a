/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

/**
 * The key of an event in the message store: which instance, and at which revision.
 *
 * <p>An event's revision is the revision its instance had just before it. The first event of an instance is at revision
 * 0, and an instance at revision <var>n</var> has its events at 0 to <var>n</var> − 1.
 *
 * @param instanceId the instance
 * @param revision the event's position in the instance's history
 */
public record EventKey(String instanceId, long revision) {

    public EventKey {
        InstanceId.check(instanceId);
    }

    /** For people and console consumers: {@code instance@revision}. */
    @Override
    public String toString() {
        return instanceId + "@" + Long.toUnsignedString(revision);
    }
}
