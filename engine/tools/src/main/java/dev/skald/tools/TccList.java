/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import dev.skald.kafka.SkaldClient;
import dev.skald.tcc.OpenRepair;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what needs repair. */
@Command(
        name = "list",
        sortOptions = false,
        description = {
            "Lists the agreements that need repair, the oldest first, with what each participant answered last.",
            "The application need not run: the list is a topic."
        })
final class TccList implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--json", description = "For programs: an array of JSON objects.")
    private boolean json;

    @Option(names = "--check", description = "For monitoring: end with exit code 4 if something needs repair.")
    private boolean check;

    @Override
    public Integer call() {
        Applications.checkHasAgreements(connection);
        List<OpenRepair> open;
        try (SkaldClient client = connection.client()) {
            open = client.tcc().repairs();
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.repairs(open));
        } else {
            out.print(RepairText.of(connection.application(), open));
            out.flush();
        }
        return check && !open.isEmpty() ? ExitCodes.NEEDS_REPAIR : ExitCodes.DONE;
    }
}
