/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.examples.loandesk.LoanApplication.Status;
import dev.skald.examples.loandesk.StoredApplications.Stored;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is told in the end, and what is compared with the input.
 *
 * @param expectation what should have come of the input
 * @param outcomes what the commands were answered
 * @param stored what the message store holds
 * @param payouts how the payouts of approved loans ended
 * @param storedPayouts what the message stores of those who pay hold
 * @param malformed how many lines were not records
 * @param took how long the replay took
 * @param continued whether some of it had been done before
 */
record Report(
        Expectation expectation,
        Outcomes outcomes,
        StoredApplications stored,
        Payouts payouts,
        StoredPayouts storedPayouts,
        long malformed,
        Duration took,
        boolean continued) {

    private static final int MOST_DIFFERENCES = 20;

    /** Prints the figures. */
    void print(PrintStream out, List<String> topics) {
        line(out, "records read", expectation.records() + malformed);
        line(out, "  accepted", outcomes.accepted());
        line(out, "  rejected", outcomes.rejected());
        outcomes.rejectedByCode().forEach((code, count) -> line(out, "    " + code, count));
        outcomes.otherwise().forEach((what, count) -> line(out, "  " + what, count));
        line(out, "  malformed", malformed);
        line(out, "applications", expectation.applications().size());
        statuses().forEach((status, count) -> line(out, "  " + status, count));
        line(out, "events stored", eventsStored());
        line(out, "payouts", payouts.outcomes().size());
        line(out, "  paid", payouts.paid());
        payouts.refusals().forEach((refusal, count) -> line(out, "  " + refusal, count));
        out.printf(
                Locale.ROOT,
                "%-28s %,12d of a budget of %,d%n",
                "paid out, EUR",
                storedPayouts.paid(),
                storedPayouts.budget());
        double seconds = Math.max(1e-3, took.toMillis() / 1e3);
        out.printf(
                Locale.ROOT,
                "%-28s %,12.0f commands/s over %.1f s%n",
                "throughput",
                outcomes.answered() / seconds,
                seconds);
        out.printf(
                Locale.ROOT,
                "%-28s %12s p50 %.1f, p95 %.1f, p99 %.1f%n",
                "latency, ms",
                "",
                outcomes.latencyMillis(50),
                outcomes.latencyMillis(95),
                outcomes.latencyMillis(99));
        out.println("topics to look at");
        topics.forEach(topic -> out.println("  " + topic));
    }

    private static void line(PrintStream out, String what, long count) {
        out.printf(Locale.ROOT, "%-28s %,12d%n", what, count);
    }

    private Map<Status, Long> statuses() {
        Map<Status, Long> counts = new EnumMap<>(Status.class);
        for (String id : expectation.applications().keySet()) {
            counts.merge(stored.application(id).state().status(), 1L, Long::sum);
        }
        return counts;
    }

    private long eventsStored() {
        return expectation.applications().keySet().stream()
                .mapToLong(id -> stored.application(id).history().events())
                .sum();
    }

    /** Where what is stored and answered differs from what the input should lead to; empty if all is well. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        differ(differences, "commands answered", expectation.records(), outcomes.answered());
        differ(differences, "commands accepted", expectation.accepted(), outcomes.accepted());
        if (continued) {
            // What was rejected before is by now rejected as past, so only the sum is the same.
            differ(differences, "commands rejected", expectation.rejected(), outcomes.rejected());
        } else {
            differ(differences, "rejections", expectation.rejectedByCode(), outcomes.rejectedByCode());
        }
        expectation.applications().forEach((id, expected) -> {
            Stored actual = stored.application(id);
            differ(differences, "the history of " + id, expected.history(), actual.history());
            differ(differences, "the state of " + id, expected.state(), actual.state());
        });
        differences.addAll(storedPayouts.differences(expectation.approved(), payouts));
        return differences.size() <= MOST_DIFFERENCES ? differences : shortened(differences);
    }

    private static List<String> shortened(List<String> differences) {
        List<String> first = new ArrayList<>(differences.subList(0, MOST_DIFFERENCES));
        first.add("and %d more".formatted(differences.size() - MOST_DIFFERENCES));
        return first;
    }

    private static void differ(List<String> differences, String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            differences.add("%s: expected %s, but it is %s".formatted(what, expected, actual));
        }
    }
}
