/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

/** What follows from an event outside of the agreement; performed in the same Kafka transaction. */
public sealed interface TccEffect {

    /** A side is asked. */
    record Ask(Leg leg, Phase phase, int attempt) implements TccEffect {}

    /** A caller is told the outcome. */
    record Tell(Caller caller, Outcome outcome) implements TccEffect {}

    /** It comes onto the list of what needs repair, or its entry there changes. */
    record NeedsRepair(Outcome outcome) implements TccEffect {}

    /** It leaves that list. */
    record NeedsNoRepair() implements TccEffect {}
}
