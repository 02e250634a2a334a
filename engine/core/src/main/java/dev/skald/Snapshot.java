/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A state at a revision, with what the instance remembers beside it.
 *
 * @param aggregate the aggregate that owns the snapshot
 * @param instanceId the instance
 * @param revision the number of events that the state holds
 * @param state the state
 * @param memory what else has to survive a load that starts here
 */
public record Snapshot<S>(String aggregate, String instanceId, long revision, S state, Memory memory) {

    public Snapshot {
        requireNonNull(aggregate, "aggregate");
        requireNonNull(instanceId, "instanceId");
        requireNonNull(state, "state");
        requireNonNull(memory, "memory");
    }

    /**
     * What an instance remembers beside its state.
     *
     * @param horizon the lowest revision whose event is kept
     * @param earlierSnapshots the revisions of the snapshots before this one that retention counts, newest first
     * @param handledCommands the commands of the idempotence window, oldest first
     */
    public record Memory(long horizon, List<Long> earlierSnapshots, List<HandledCommand> handledCommands) {

        /** Nothing remembered. */
        public static final Memory NONE = new Memory(0, List.of(), List.of());

        public Memory {
            earlierSnapshots = List.copyOf(earlierSnapshots);
            handledCommands = List.copyOf(handledCommands);
        }
    }
}
