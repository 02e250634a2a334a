/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

/** What was ordered could not be done, for a reason that the operator is told in one sentence. */
final class ToolException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    private ToolException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** It was refused, or cannot be. */
    static ToolException failed(String message) {
        return new ToolException(ExitCodes.FAILED, message);
    }

    /** Nobody has answered. */
    static ToolException noAnswer(String message) {
        return new ToolException(ExitCodes.NO_ANSWER, message);
    }

    /** It was asked for wrongly. */
    static ToolException usage(String message) {
        return new ToolException(ExitCodes.USAGE, message);
    }

    /** How the program ends. */
    int exitCode() {
        return exitCode;
    }
}
