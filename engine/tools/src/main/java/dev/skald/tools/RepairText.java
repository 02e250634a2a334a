/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import static dev.skald.tools.Text.row;

import dev.skald.tcc.Answer;
import dev.skald.tcc.OpenRepair;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Outcome.Participant;
import dev.skald.tcc.Phase;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What needs repair, as a table. */
final class RepairText {

    private RepairText() {}

    static String of(String application, List<OpenRepair> open) {
        if (open.isEmpty()) {
            return "No agreement of %s needs repair.%n".formatted(application);
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("TCC", "TYPE", "SINCE", "RESULT", "SIDE", "LAST ANSWER"));
        open.forEach(repair -> rows.addAll(rows(repair)));
        return "%s%n%s of %s %s repair. More of one: skald tcc show ID%n"
                .formatted(
                        Text.table(rows),
                        Text.count(open.size(), "agreement", "agreements"),
                        application,
                        open.size() == 1 ? "needs" : "need");
    }

    private static List<List<String>> rows(OpenRepair repair) {
        Outcome outcome = repair.outcome();
        List<List<String>> rows = new ArrayList<>();
        for (Map.Entry<String, Participant> side : outcome.participants().entrySet()) {
            String answer = lastAnswer(phaseTwo(outcome), side.getValue());
            rows.add(
                    rows.isEmpty()
                            ? row(
                                    outcome.id(),
                                    outcome.type(),
                                    repair.since()
                                            .truncatedTo(ChronoUnit.SECONDS)
                                            .toString(),
                                    outcome.result().name(),
                                    side.getKey(),
                                    answer)
                            : row("", "", "", "", side.getKey(), answer));
        }
        return rows;
    }

    /** The phase in which something was given up. */
    static Phase phaseTwo(Outcome outcome) {
        return outcome.result() == Outcome.Result.CONFIRM_FAILED ? Phase.CONFIRM : Phase.CANCEL;
    }

    private static String lastAnswer(Phase phase, Participant side) {
        Answer answer = answer(phase, side);
        return phase.text() + " " + answer;
    }

    /** What a side answered last in a phase. */
    static Answer answer(Phase phase, Participant side) {
        boolean succeeded = phase == Phase.CONFIRM ? side.confirmSucceeded() : side.cancelSucceeded();
        Answer failure = side.failure(phase);
        if (succeeded) {
            return Answer.done();
        }
        return failure == null ? Answer.working() : failure;
    }
}
