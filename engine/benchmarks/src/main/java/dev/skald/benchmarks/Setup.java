/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * How a subject is set up.
 *
 * @param subject what it is
 * @param application its application id
 * @param stateBytes the size of a state
 * @param snapshotEvery revisions between two snapshots; 0 for none. Only Skald has them.
 */
record Setup(Subject subject, String application, int stateBytes, long snapshotEvery) {

    static final int PARTITIONS = 4;
    static final int STATE_BYTES = 64;
    static final long SNAPSHOT_EVERY = 1000;

    /** How many {@link #arguments()} there are. */
    static final int ARGUMENTS = 4;

    /** A subject with states of 64 bytes and default snapshots. */
    static Setup of(Subject subject, String application) {
        return new Setup(subject, application, STATE_BYTES, SNAPSHOT_EVERY);
    }

    String commandTopic() {
        return application + "-" + Meter.NAME + "-commands";
    }

    String replyTopic() {
        return application + "-replies";
    }

    /** The baselines' events; Skald's are in its journal. */
    String eventTopic() {
        return application + "-events";
    }

    String journalTopic() {
        return application + "-" + Meter.NAME + "-journal-changelog";
    }

    List<String> arguments() {
        return new ArrayList<>(
                List.of(subject.name(), application, Integer.toString(stateBytes), Long.toString(snapshotEvery)));
    }

    static Setup parse(List<String> arguments) {
        return new Setup(
                Subject.valueOf(arguments.get(0)),
                arguments.get(1),
                Integer.parseInt(arguments.get(2)),
                Long.parseLong(arguments.get(3)));
    }
}
