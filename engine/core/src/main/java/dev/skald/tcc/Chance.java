/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

/**
 * Numbers that look random and are always the same for the same attempt, so that the rules stay pure: the jitter of
 * retries. The mixing is SplitMix64's (Steele, Lea, Flood: “Fast Splittable Pseudorandom Number Generators”, 2014).
 */
final class Chance {

    private static final double UNIT = 0x1.0p-53;

    private Chance() {}

    /** A number from 0 to 1. */
    static double of(String id, String leg, Phase phase, int attempt) {
        long seed = id.hashCode();
        seed = mix(seed * 31 + leg.hashCode());
        seed = mix(seed * 31 + phase.text().hashCode());
        return (mix(seed * 31 + attempt) >>> 11) * UNIT;
    }

    private static long mix(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
