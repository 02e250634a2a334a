/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.personal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The master key that wraps from now on, and those that wrapped before.
 *
 * @param current wraps
 * @param byId unwrap, the current one among them
 */
public record MasterKeys(MasterKey current, Map<String, MasterKey> byId) {

    /** Copies the map. */
    public MasterKeys {
        byId = Map.copyOf(byId);
        if (byId.get(current.id()) != current) {
            throw new IllegalArgumentException("expected the current master key among all, but it is not");
        }
    }

    /** The current master key, and earlier ones that are still needed until everything is wrapped anew. */
    public static MasterKeys of(MasterKey current, MasterKey... earlier) {
        Map<String, MasterKey> all = new HashMap<>();
        all.put(current.id(), current);
        for (MasterKey key : earlier) {
            if (all.put(key.id(), key) != null) {
                throw new IllegalArgumentException("expected one master key " + key.id() + ", but there are two");
            }
        }
        return new MasterKeys(current, all);
    }

    /** The master key of an id. */
    Optional<MasterKey> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
