/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import dev.skald.kafka.SkaldClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes an agreement off the list. */
@Command(
        name = "resolve",
        sortOptions = false,
        description = {
            "Takes an agreement off the list of what needs repair, because it was put in order by hand.",
            "Nothing is asked of the participants. The order and its note become part of the agreement's log."
        })
final class TccResolve implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Order order = new Order();

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() {
        String note = order.note();
        Applications.checkHasAgreements(connection);
        try (SkaldClient client = connection.client()) {
            order.awaitRecorded(client.tcc().resolve(order.id(), note), connection);
        }
        spec.commandLine()
                .getOut()
                .printf("Agreement %s is resolved; the note is in its log.%n", Text.line(order.id()));
        return ExitCodes.DONE;
    }
}
