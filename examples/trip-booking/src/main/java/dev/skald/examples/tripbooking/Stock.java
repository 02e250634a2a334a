/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import java.util.Set;

/** What all stocks have in common, for those who look at what became of them. */
public interface Stock {

    /** The trips that something is held for: not theirs yet, and nobody else's. */
    Set<String> heldFor();

    /** The trips that have got something for good. */
    Set<String> givenTo();

    /** Whether more is held and given than there is. */
    boolean oversold();
}
