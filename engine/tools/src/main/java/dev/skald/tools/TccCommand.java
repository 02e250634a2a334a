/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done about agreements. */
@Command(
        name = "tcc",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TccList.class, TccShow.class, TccRetry.class, TccResolve.class},
        description = "Agreements by try, confirm and cancel: what needs repair, and repairing it.")
final class TccCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
