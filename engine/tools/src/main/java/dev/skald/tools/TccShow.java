/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import dev.skald.kafka.SkaldClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one agreement. */
@Command(
        name = "show",
        sortOptions = false,
        description = {
            "Shows how an agreement stands, side by side, and its log: who was asked, who answered what, when, at which"
                    + " attempt, and what was decided.",
            "The application has to run, because its coordinator is asked."
        })
final class TccShow implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "ID", description = "The agreement's id.")
    private String id = "";

    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--json", description = "For programs: a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Applications.checkHasAgreements(connection);
        Agreement agreement;
        try (SkaldClient client = connection.client()) {
            agreement = Agreement.read(client, connection, id);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? Json.agreement(agreement) + System.lineSeparator() : AgreementText.of(agreement));
        out.flush();
        return ExitCodes.DONE;
    }
}
