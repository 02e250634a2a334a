/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

/** How the program ends; {@code skald --help} lists them. */
final class ExitCodes {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NO_ANSWER = 3;
    static final int NEEDS_REPAIR = 4;

    private ExitCodes() {}
}
