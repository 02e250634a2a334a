/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a command leads to: events, or a refusal.
 *
 * @param <E> the events
 */
public sealed interface Decision<E> {

    /**
     * The command is carried out.
     *
     * @param events what has happened by it, in order; empty when nothing had to change
     */
    record Accepted<E>(List<E> events) implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /**
     * The command is refused; nothing changes.
     *
     * @param code a stable, machine-readable name of the rule that refused, such as {@code insufficient-funds}
     * @param reason a sentence for people, best as “expected X, but Y”
     */
    record Rejected<E>(String code, String reason) implements Decision<E> {
        public Rejected {
            requireNonNull(reason, "reason");
            if (code.isBlank()) {
                throw new IllegalArgumentException("a rejection needs a code, for example \"insufficient-funds\"");
            }
        }
    }

    /** Accepts with these events, in this order. */
    @SafeVarargs
    @SuppressWarnings("varargs") // List.of only reads them.
    static <E> Decision<E> accept(E... events) {
        return new Accepted<>(List.of(events));
    }

    /** Accepts with these events, in this order. */
    static <E> Decision<E> acceptAll(List<? extends E> events) {
        return new Accepted<>(List.copyOf(events));
    }

    /** Accepts without an event: what was asked is already so. */
    static <E> Decision<E> nothing() {
        return new Accepted<>(List.of());
    }

    /** Refuses, with a stable code and a reason for people. */
    static <E> Decision<E> reject(String code, String reason) {
        return new Rejected<>(code, reason);
    }
}
