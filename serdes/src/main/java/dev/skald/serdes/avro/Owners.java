/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.serdes.avro;

import dev.skald.serdes.avro.Shape.Component;
import dev.skald.serdes.avro.Shape.Fields;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Refuses personal components that nobody could decrypt: without a cipher, or without a subject in or around them. */
final class Owners {

    private final Set<Fields> owned = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Fields> ownerless = Collections.newSetFromMap(new IdentityHashMap<>());

    private Owners() {}

    /**
     * Looks at all that a shape holds.
     *
     * @throws IllegalArgumentException if something personal cannot be stored; it says which component
     */
    static void check(Shape shape) {
        new Owners().check(shape, false);
    }

    private void check(Shape shape, boolean hasOwner) {
        if (shape instanceof Shape.Absent absent) {
            check(absent.value(), hasOwner);
        } else if (shape instanceof Shape.Choice choice) {
            choice.branches().forEach(branch -> check(branch, hasOwner));
        } else if (shape instanceof Shape.Items items) {
            check(items.element(), hasOwner);
        } else if (shape instanceof Shape.Entries entries) {
            check(entries.value(), hasOwner);
        } else if (shape instanceof Fields fields) {
            check(fields, hasOwner || fields.subject() != null);
        }
    }

    private void check(Fields fields, boolean hasOwner) {
        if (!(hasOwner ? owned : ownerless).add(fields)) {
            return;
        }
        for (Component component : fields.components()) {
            Shape value = component.shape() instanceof Shape.Absent absent ? absent.value() : component.shape();
            if (value instanceof Shape.Encrypted encrypted) {
                String place = fields.type().getSimpleName() + "." + component.name();
                if (!encrypted.field().hasCipher()) {
                    throw new IllegalArgumentException(
                            "%s: expected a cipher for what is @Personal: call AvroSerde.of(type, cipher)"
                                    .formatted(place));
                }
                if (!hasOwner) {
                    throw new IllegalArgumentException(
                            "%s: expected a component marked as @Subject in the record, or in one around it"
                                    .formatted(place));
                }
            }
            check(component.shape(), hasOwner);
        }
    }
}
