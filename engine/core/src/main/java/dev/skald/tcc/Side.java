/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import java.util.EnumMap;
import java.util.Map;

/**
 * One side of an agreement, and how far each phase has come at it.
 *
 * @param leg who is asked about what
 * @param trying the try
 * @param confirming the confirm
 * @param canceling the cancel
 */
public record Side(Leg leg, Step trying, Step confirming, Step canceling) {

    static Side of(Leg leg) {
        return new Side(leg, Step.NOT_ASKED, Step.NOT_ASKED, Step.NOT_ASKED);
    }

    /** How far a phase has come. */
    public Step step(Phase phase) {
        return switch (phase) {
            case TRY -> trying;
            case CONFIRM -> confirming;
            case CANCEL -> canceling;
        };
    }

    Side with(Phase phase, Step step) {
        return switch (phase) {
            case TRY -> new Side(leg, step, confirming, canceling);
            case CONFIRM -> new Side(leg, trying, step, canceling);
            case CANCEL -> new Side(leg, trying, confirming, step);
        };
    }

    Outcome.Participant standing() {
        Map<Phase, Answer> failures = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            Answer failure = step(phase).failure();
            if (failure != null) {
                failures.put(phase, failure);
            }
        }
        return new Outcome.Participant(
                trying.asked(),
                trying.succeeded(),
                confirming.asked(),
                confirming.succeeded(),
                canceling.asked(),
                canceling.succeeded(),
                failures);
    }
}
