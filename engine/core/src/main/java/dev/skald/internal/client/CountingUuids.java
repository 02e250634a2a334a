/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.client;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UUIDs that begin at random, and count from there.
 *
 * <p>They are as unique as random ones, because two sequences would have to begin next to each other in 122 bits. But
 * ids that come one after the other differ in their last digits only, so that compression takes nearly all of an id
 * away, in the event and in the reply; a random one is 18 bytes or more each time, however well it is compressed.
 *
 * <p>Safe for use by several threads.
 */
public final class CountingUuids {

    /** The bits below the variant, which stays as it is, as the version does. */
    private static final long COUNTED = (1L << 62) - 1;

    private final UUID first;
    private final AtomicLong given = new AtomicLong();

    /** A sequence that begins with this one. */
    public CountingUuids(UUID first) {
        this.first = first;
    }

    /** The next id. */
    public String next() {
        long low = first.getLeastSignificantBits();
        long counted = (low + given.getAndIncrement()) & COUNTED;
        return new UUID(first.getMostSignificantBits(), (low & ~COUNTED) | counted).toString();
    }
}
