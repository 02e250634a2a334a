/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

/** A line of the input is not a record of a process log; the message says why. */
final class MalformedRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedRecordException(String message) {
        super(message);
    }
}
