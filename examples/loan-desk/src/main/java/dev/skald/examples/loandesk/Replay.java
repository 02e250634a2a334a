/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.Reply;
import dev.skald.examples.loandesk.LoanApplication.Advance;
import dev.skald.examples.loandesk.LoanApplication.Command;
import dev.skald.examples.loandesk.LoanApplication.Event;
import dev.skald.examples.loandesk.LoanApplication.Stage;
import dev.skald.examples.loandesk.LoanApplication.State;
import dev.skald.examples.loandesk.Payout.Loan;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.CommandOptions;
import dev.skald.kafka.SkaldClient;
import java.io.IOException;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;

/**
 * Sends the records of a log as commands, in the log's order, without waiting for one before sending the next; what is
 * approved is paid out.
 *
 * <p>A record's command id is its application and its number there, so that sending it again changes nothing.
 */
final class Replay {

    private final SkaldClient client;
    private final AggregateType<State, Command, Event> type;
    private final Payouts payouts;
    private final BooleanSupplier stopping;
    private final PrintStream complaints;
    private final Expectation expectation = new Expectation();
    private final Outcomes outcomes = new Outcomes();
    private long malformed;

    Replay(
            SkaldClient client,
            AggregateType<State, Command, Event> type,
            Payouts payouts,
            BooleanSupplier stopping,
            PrintStream complaints) {
        this.client = client;
        this.type = type;
        this.payouts = payouts;
        this.stopping = stopping;
        this.complaints = complaints;
    }

    /** Sends everything, until it is told to stop, and waits for the answers. */
    void run(LogSource source) throws IOException {
        boolean more = true;
        while (more && !stopping.getAsBoolean()) {
            try {
                LogRecord record = source.next();
                more = record != null;
                if (record != null) {
                    send(record);
                }
            } catch (MalformedRecordException e) {
                malformed++;
                complaints.printf("line %d is passed over: %s%n", source.lineNumber(), e.getMessage());
            }
        }
        outcomes.awaitAnswers(expectation.records());
        payouts.awaitOutcomes();
    }

    private void send(LogRecord record) throws MalformedRecordException {
        String id = record.application();
        int number = expectation.nextNumber(id);
        Command command = record.command(number);
        expectation.command(id, command);
        Loan loan = new Loan(id, expectation.amount(id));
        long sent = System.nanoTime();
        client.send(type, id, command, CommandOptions.id(id + "/" + number)).whenComplete((reply, failure) -> {
            if (reply instanceof Reply.Accepted && isApproval(command)) {
                payouts.start(loan, command.entry().at());
            }
            outcomes.add(reply, failure, System.nanoTime() - sent);
        });
    }

    private static boolean isApproval(Command command) {
        return command instanceof Advance advance && advance.stage() == Stage.APPROVED;
    }

    Expectation expectation() {
        return expectation;
    }

    Payouts payouts() {
        return payouts;
    }

    Outcomes outcomes() {
        return outcomes;
    }

    long malformed() {
        return malformed;
    }
}
