/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An agreement did not come about. Says in which phase it failed, at which sides, and why. */
public final class TccFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Outcome outcome;

    /** An agreement that ended so. */
    public TccFailedException(Outcome outcome) {
        super(message(outcome));
        this.outcome = outcome;
    }

    /** How it ended, with every side. */
    public Outcome outcome() {
        return outcome;
    }

    /** The phase that failed. */
    public Phase phase() {
        return phase(outcome);
    }

    /** The names of the sides that failed in that phase. */
    public List<String> failed() {
        return failed(outcome, phase());
    }

    /** What was wrong at each side that failed in a phase; the causes of failed tries are kept when a cancel fails. */
    public Map<String, Answer> causes(Phase phase) {
        return causes(outcome, phase);
    }

    private static Phase phase(Outcome outcome) {
        return switch (outcome.result()) {
            case CONFIRM_FAILED -> Phase.CONFIRM;
            case CANCEL_FAILED -> Phase.CANCEL;
            default -> Phase.TRY;
        };
    }

    private static List<String> failed(Outcome outcome, Phase phase) {
        return switch (phase) {
            case TRY -> outcome.tryFailed();
            case CONFIRM -> outcome.confirmFailed();
            case CANCEL -> outcome.cancelFailed();
        };
    }

    private static Map<String, Answer> causes(Outcome outcome, Phase phase) {
        Map<String, Answer> causes = new LinkedHashMap<>();
        for (String name : failed(outcome, phase)) {
            Outcome.Participant side = outcome.participants().get(name);
            Answer failure = side == null ? null : side.failure(phase);
            if (failure != null) {
                causes.put(name, failure);
            }
        }
        return causes;
    }

    private static String message(Outcome outcome) {
        Phase phase = phase(outcome);
        String failures = failures(outcome, phase);
        String before = phase == Phase.CANCEL ? "; before that, try failed: " + failures(outcome, Phase.TRY) : "";
        return "%s of TCC %s failed: %s%s"
                .formatted(phase.text(), outcome.id(), failures.isEmpty() ? "it was repaired since" : failures, before);
    }

    private static String failures(Outcome outcome, Phase phase) {
        return causes(outcome, phase).entrySet().stream()
                .map(failure -> "%s (%s)".formatted(failure.getKey(), failure.getValue()))
                .collect(Collectors.joining(", "));
    }
}
