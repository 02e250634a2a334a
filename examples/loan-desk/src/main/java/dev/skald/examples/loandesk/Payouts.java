/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.examples.loandesk.Payout.Loan;
import dev.skald.kafka.TccClient;
import dev.skald.kafka.TccRequest;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Pays approved loans out, and keeps what came of it. Safe for use by several threads. */
final class Payouts {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final TccClient client;
    private final Payout payout;
    private final Map<String, Outcome> outcomes = new HashMap<>();
    private final Map<String, String> unknown = new TreeMap<>();
    private int started;

    Payouts(TccClient client, Payout payout) {
        this.client = client;
        this.payout = payout;
    }

    /** Begins to pay a loan out, and does not wait. */
    void start(Loan loan, Instant approvedAt) {
        synchronized (this) {
            started++;
        }
        TccRequest request;
        try {
            request = payout.request(loan, approvedAt);
        } catch (IllegalArgumentException e) {
            // An id that is too long for what is put before it.
            add(loan.application(), null, e);
            return;
        }
        client.start(request, PATIENCE).whenComplete((outcome, failure) -> add(loan.application(), outcome, failure));
    }

    private synchronized void add(String application, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (outcome == null) {
            unknown.put(application, String.valueOf(failure));
        } else {
            outcomes.put(application, outcome);
        }
        notifyAll();
    }

    /** Waits until all that were started are over. */
    synchronized void awaitOutcomes() {
        try {
            while (outcomes.size() + unknown.size() < started) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How they ended, by application. */
    synchronized Map<String, Outcome> outcomes() {
        return Map.copyOf(outcomes);
    }

    /** Those without an outcome, and why: there should be none. */
    synchronized Map<String, String> unknown() {
        return new TreeMap<>(unknown);
    }

    synchronized long paid() {
        return outcomes.values().stream().filter(Outcome::isConfirmed).count();
    }

    /** Who refused what, and how often. */
    synchronized Map<String, Long> refusals() {
        Map<String, Long> refusals = new TreeMap<>();
        for (Outcome outcome : outcomes.values()) {
            outcome.participants().forEach((side, participant) -> {
                Answer failure = participant.failure(Phase.TRY);
                if (failure != null) {
                    refusals.merge(side + ": " + failure.code(), 1L, Long::sum);
                }
            });
        }
        return refusals;
    }
}
