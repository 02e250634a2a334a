/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import dev.skald.OutcomeUnknownException;
import dev.skald.kafka.BrokerUnreachableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What an operator is told of a failure: one line, and all of it with {@code --verbose}. */
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult parsed) {
        Throwable cause = unwrapped(exception);
        command.getErr().println("skald: " + Text.line(message(cause)));
        if (command.getParseResult().hasMatchedOption(Connection.VERBOSE)) {
            exception.printStackTrace(command.getErr());
        }
        return exitCode(cause);
    }

    private static Throwable unwrapped(Throwable exception) {
        Throwable cause = exception.getCause();
        boolean wraps = exception instanceof CompletionException || exception instanceof ExecutionException;
        return wraps && cause != null ? unwrapped(cause) : exception;
    }

    private static String message(Throwable cause) {
        if (cause instanceof OutcomeUnknownException) {
            return "no answer came in time: does an instance of the application run? What was ordered may have been"
                    + " done or not";
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getName() : message;
    }

    private static int exitCode(Throwable cause) {
        if (cause instanceof ToolException tool) {
            return tool.exitCode();
        } else if (cause instanceof ConfigException) {
            return ExitCodes.USAGE;
        }
        boolean unanswered = cause instanceof OutcomeUnknownException
                || cause instanceof BrokerUnreachableException
                || cause instanceof TimeoutException;
        return unanswered ? ExitCodes.NO_ANSWER : ExitCodes.FAILED;
    }
}
