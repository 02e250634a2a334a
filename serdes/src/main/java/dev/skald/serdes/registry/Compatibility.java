/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.List;

/**
 * Whether a schema may follow the versions of a subject.
 *
 * @param compatible whether it may
 * @param messages why not, a sentence for each reason; empty if it may, or if the registry gives no reasons
 */
public record Compatibility(boolean compatible, List<String> messages) {

    /** It may. */
    public static final Compatibility COMPATIBLE = new Compatibility(true, List.of());

    /** Copies the messages. */
    public Compatibility {
        messages = List.copyOf(messages);
    }

    /** It may not. */
    public static Compatibility incompatible(List<String> messages) {
        return new Compatibility(false, messages);
    }
}
