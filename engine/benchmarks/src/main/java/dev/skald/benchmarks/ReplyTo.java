/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The names of the clients that the load pretends to be: one for each partition of the reply topic. */
final class ReplyTo {

    private static final byte[][] NAMES = new byte[Setup.PARTITIONS][];
    private static final byte[][] PARTITIONS = new byte[Setup.PARTITIONS][];

    static {
        for (int partition = 0; partition < Setup.PARTITIONS; partition++) {
            NAMES[partition] = ("client-" + partition).getBytes(UTF_8);
            PARTITIONS[partition] = Integer.toString(partition).getBytes(UTF_8);
        }
    }

    private ReplyTo() {}

    /** The name of the client that the n-th command is sent by. */
    static byte[] name(int command) {
        return NAMES[command % Setup.PARTITIONS];
    }

    /** Where it listens, as text. */
    static byte[] partitionText(int command) {
        return PARTITIONS[command % Setup.PARTITIONS];
    }

    /** Where a client listens. */
    static int partition(byte[] name) {
        return name[name.length - 1] - '0';
    }
}
