/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static java.util.Objects.requireNonNull;

/**
 * The state of an instance at a revision.
 *
 * @param instanceId the instance
 * @param revision the number of events that the state holds; 0 if the instance does not exist
 * @param state the state; the initial state if the instance does not exist
 */
public record InstanceState<S>(String instanceId, long revision, S state) {

    public InstanceState {
        requireNonNull(instanceId, "instanceId");
        requireNonNull(state, "state");
    }
}
