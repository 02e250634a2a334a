/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * Which data must stay readable when a schema follows others. The names and meanings are those of Confluent's registry.
 */
public enum CompatibilityLevel {
    /** Anything may follow anything. */
    NONE(false, false, false),
    /** The new schema reads what the last one wrote. */
    BACKWARD(true, false, false),
    /** The new schema reads what every earlier one wrote. */
    BACKWARD_TRANSITIVE(true, false, true),
    /** The last schema reads what the new one writes. */
    FORWARD(false, true, false),
    /** Every earlier schema reads what the new one writes. */
    FORWARD_TRANSITIVE(false, true, true),
    /** The new schema and the last one read each other. */
    FULL(true, true, false),
    /** The new schema and every earlier one read each other. */
    FULL_TRANSITIVE(true, true, true);

    private final boolean backward;
    private final boolean forward;
    private final boolean transitive;

    CompatibilityLevel(boolean backward, boolean forward, boolean transitive) {
        this.backward = backward;
        this.forward = forward;
        this.transitive = transitive;
    }

    /**
     * The level of a name, in small or large letters.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CompatibilityLevel named(String name) {
        for (CompatibilityLevel level : values()) {
            if (level.name().equals(name.strip().toUpperCase(Locale.ROOT))) {
                return level;
            }
        }
        throw new IllegalArgumentException(
                "expected a compatibility level out of %s, but it is %s".formatted(List.of(values()), name));
    }

    /** Whether what was written earlier must stay readable. */
    public boolean isBackward() {
        return backward;
    }

    /** Whether earlier readers must be able to read what is written now. */
    public boolean isForward() {
        return forward;
    }

    /** Whether all earlier forms count, and not the last alone. */
    public boolean isTransitive() {
        return transitive;
    }

    /**
     * Whether a schema may follow others.
     *
     * @param candidate the new schema
     * @param earlier those it would follow, the oldest first
     */
    public Compatibility check(Schema candidate, List<Schema> earlier) {
        List<String> messages = new ArrayList<>();
        int first = transitive ? 0 : Math.max(0, earlier.size() - 1);
        for (Schema other : earlier.subList(first, earlier.size())) {
            if (backward) {
                collect("the new schema cannot read what an earlier one wrote", candidate, other, messages);
            }
            if (forward) {
                collect("an earlier schema cannot read what the new one writes", other, candidate, messages);
            }
        }
        return messages.isEmpty() ? Compatibility.COMPATIBLE : Compatibility.incompatible(messages);
    }

    private static void collect(String what, Schema reader, Schema writer, List<String> messages) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        if (result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE) {
            return;
        }
        for (Incompatibility reason : result.getIncompatibilities()) {
            messages.add(
                    "%s: %s at %s (%s)".formatted(what, reason.getType(), reason.getLocation(), reason.getMessage()));
        }
    }
}
