/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

/** What is measured: Skald, or something written by hand for the same work. Each runs in a process of its own. */
enum Subject {

    /** Skald with nothing tuned. */
    SKALD("Skald"),

    /** Skald, with aggregates that are participants of agreements, and their coordinator. */
    AGREEMENTS("Skald with agreements"),

    /** Skald with the settings that a run of the measurements was given, to see what they change. */
    SKALD_OTHERWISE("Skald, set otherwise"),

    /** Kafka Streams that hands each command through as a reply: one record in, one out, no state. */
    PASS_THROUGH("b: pass-through"),

    /**
     * State in RocksDB, one event out, one reply out. The store has no changelog: who loses the disk has to rebuild it
     * from the events by code of their own.
     */
    STATE("c: state, event, reply"),

    /** The same, with commits, producer and store cache set for throughput. */
    STATE_TUNED("c tuned for throughput"),

    /** State that is written back through its changelog at each commit, and an events topic beside it. */
    STATE_AND_CHANGELOG("d: state by changelog, event, reply");

    private final String title;

    Subject(String title) {
        this.title = title;
    }

    /** What tables call it. */
    String title() {
        return title;
    }

    boolean isSkald() {
        return this == SKALD || this == SKALD_OTHERWISE || this == AGREEMENTS;
    }
}
