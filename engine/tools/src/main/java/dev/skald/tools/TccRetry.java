/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import dev.skald.kafka.SkaldClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks again for what was given up. */
@Command(
        name = "retry",
        sortOptions = false,
        description = {
            "Asks again for what was given up, with as many attempts as at first.",
            "The order and its note become part of the agreement's log. If it is given up again, it is on the list"
                    + " again."
        })
final class TccRetry implements Callable<Integer> {

    private static final long LOOK_EVERY_MS = 250;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Order order = new Order();

    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--wait", description = "Wait until it is repaired or given up again, as long as --timeout says.")
    private boolean wait;

    @Override
    public Integer call() {
        String note = order.note();
        Applications.checkHasAgreements(connection);
        try (SkaldClient client = connection.client()) {
            order.awaitRecorded(client.tcc().retry(order.id(), note), connection);
            tell("A retry of agreement %s is ordered; the note is in its log.");
            return wait ? awaitEnd(client) : ExitCodes.DONE;
        }
    }

    private int awaitEnd(SkaldClient client) {
        long start = System.nanoTime();
        Agreement agreement = Agreement.read(client, connection, order.id());
        while (agreement.isGoingOn()) {
            if (System.nanoTime() - start > connection.timeout().toNanos()) {
                throw ToolException.noAnswer(
                        "agreement %s is still being asked for again; skald tcc show %s tells how far it is"
                                .formatted(order.id(), order.id()));
            }
            sleep();
            agreement = Agreement.read(client, connection, order.id());
        }
        if (agreement.state().needsRepair()) {
            throw ToolException.failed(
                    "agreement %s was given up again: %s".formatted(order.id(), AgreementText.failures(agreement)));
        }
        tell("Agreement %s is repaired.");
        return ExitCodes.DONE;
    }

    private void tell(String what) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(what.formatted(Text.line(order.id())));
    }

    private static void sleep() {
        try {
            Thread.sleep(LOOK_EVERY_MS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
