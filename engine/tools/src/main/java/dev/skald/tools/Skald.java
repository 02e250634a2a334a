/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code skald}. */
@Command(
        name = "skald",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = CommandLine.ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        usageHelpAutoWidth = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is done, or there is nothing to do",
            "1:it was refused, or has failed",
            "2:wrong usage",
            "3:no broker, or no answer in time: what was ordered may have been done or not",
            "4:tcc list --check: something needs repair"
        },
        subcommands = {TccCommand.class, HelpCommand.class},
        description = "Looks after applications made with Skald, through their Kafka brokers.")
public final class Skald implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Skald() {}

    /** Runs the program. */
    public static void main(String[] arguments) {
        if (List.of(arguments).contains(Connection.VERBOSE)) {
            // Before anything logs: the logging library reads it when it starts.
            System.setProperty("skald.log", "warn");
        }
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        System.exit(run(out, err, arguments));
    }

    /** Runs the program; returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Skald())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures())
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
