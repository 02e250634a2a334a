/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

/**
 * The snapshots of one aggregate in one partition.
 *
 * <p>The seam between the engine and where snapshots are kept. Called on the stream thread that owns the partition;
 * what it writes must become durable in the same Kafka transaction as the events, or not at all. An error of reading or
 * writing is thrown, never taken for an absent snapshot.
 *
 * @param <S> the state
 */
public interface SnapshotRepository<S> {

    /**
     * Looks for the latest snapshot of an instance.
     *
     * @throws ForeignSnapshotException if the snapshot belongs to another aggregate
     */
    Found<S> load(String instanceId);

    /**
     * Keeps a snapshot. One that is older than the one kept is ignored.
     *
     * @throws ForeignSnapshotException if it, or the one it would replace, belongs to another aggregate
     */
    void save(Snapshot<S> snapshot);

    /**
     * Deletes the snapshots of an instance, if there are any.
     *
     * @throws ForeignSnapshotException if they belong to another aggregate
     */
    void delete(String instanceId);

    /**
     * What there is of an instance's snapshot.
     *
     * @param <S> the state
     */
    sealed interface Found<S> {

        /**
         * The latest snapshot.
         *
         * @param snapshot the snapshot
         */
        record Latest<S>(Snapshot<S> snapshot) implements Found<S> {}

        /** There is none. */
        record None<S>() implements Found<S> {}

        /**
         * There is one that cannot be decoded, or was written with another schema version of the state. The state has
         * to be rebuilt from events.
         *
         * @param reason why it cannot be used
         */
        record Unusable<S>(String reason) implements Found<S> {}
    }
}
