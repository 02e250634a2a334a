/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.model;

/**
 * Which partition a key belongs to: the default of Kafka's Java producer, murmur2 of the key's bytes.
 *
 * <p>The partition is the lock, so an instance must have one partition. Producers in other languages choose partitions
 * by other hashes unless told; a command that lies in the wrong partition would begin a second history of its instance.
 *
 * <p>MurmurHash2 is Austin Appleby's, in the public domain; seed and sign handling are Kafka's. A test compares with
 * the real producer.
 */
public final class Partitions {

    private static final int SEED = 0x9747b28c;
    private static final int M = 0x5bd1e995;
    private static final int R = 24;

    private Partitions() {}

    /** The partition of a key among so many. */
    public static int of(byte[] key, int partitions) {
        return (murmur2(key) & 0x7fffffff) % partitions;
    }

    private static int murmur2(byte[] data) {
        int hash = SEED ^ data.length;
        int words = data.length / 4;
        for (int word = 0; word < words; word++) {
            int at = word * 4;
            int k = (data[at] & 0xff)
                    | ((data[at + 1] & 0xff) << 8)
                    | ((data[at + 2] & 0xff) << 16)
                    | ((data[at + 3] & 0xff) << 24);
            k *= M;
            k ^= k >>> R;
            k *= M;
            hash = (hash * M) ^ k;
        }
        return finish(tail(hash, data, words * 4));
    }

    private static int tail(int hash, byte[] data, int from) {
        int rest = data.length - from;
        int mixed = hash;
        for (int i = rest - 1; i >= 0; i--) {
            mixed ^= (data[from + i] & 0xff) << (8 * i);
        }
        return rest == 0 ? mixed : mixed * M;
    }

    private static int finish(int hash) {
        int mixed = (hash ^ (hash >>> 13)) * M;
        return mixed ^ (mixed >>> 15);
    }
}
