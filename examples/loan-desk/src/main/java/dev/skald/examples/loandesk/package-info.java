/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The loan desk: a bank's real process log, replayed into event-sourced loan applications.
 *
 * <p>{@link dev.skald.examples.loandesk.LoanApplication} is the aggregate; begin reading there. What is approved is
 * paid out by {@code Payout}, an agreement of treasury, ledger and notary. The rest reads the log, sends commands, and
 * checks what is stored in the end.
 */
@NullMarked
package dev.skald.examples.loandesk;

import org.jspecify.annotations.NullMarked;
