/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Decision;
import dev.skald.examples.loandesk.Payout.Loan;
import dev.skald.testing.AggregateSpec;
import org.junit.jupiter.api.Test;

/** What treasury, ledger and notary make of a payout. */
class PayoutTest {

    private static final Loan LOAN = new Loan("173688", 20_000);

    private static final AggregateSpec<Treasury.State, Treasury.Command, Treasury.Event> TREASURY =
            AggregateSpec.of(Treasury.TYPE);
    private static final AggregateSpec<Ledger.State, Ledger.Command, Ledger.Event> LEDGER =
            AggregateSpec.of(Ledger.TYPE);
    private static final AggregateSpec<Notary.State, Notary.Command, Notary.Event> NOTARY =
            AggregateSpec.of(Notary.TYPE);

    @Test
    void theTreasuryIsFundedOnce() {
        TREASURY.givenNothing()
                .when(new Treasury.Fund(100))
                .then(new Treasury.Funded(100))
                .and()
                .when(new Treasury.Fund(100))
                .thenRejected("already-funded");
        TREASURY.givenNothing().when(new Treasury.Fund(0)).thenRejected("no-budget");
    }

    @Test
    void whatIsReservedIsOutOfReachOfOthers() {
        TREASURY.given(new Treasury.Funded(39_999))
                .thenState(state -> assertThat(Treasury.PARTICIPANT.reserve(state, "payout-173688", LOAN))
                        .isEqualTo(Decision.accept(new Treasury.Reserved("173688", 20_000))));
        TREASURY.given(new Treasury.Funded(39_999), new Treasury.Reserved("1", 20_000))
                .thenState(state -> assertThat(Treasury.PARTICIPANT.reserve(state, "payout-173688", LOAN))
                        .isEqualTo(Decision.reject(
                                "budget-exhausted", "expected at least 20000 euros, but there are 19999")));
    }

    @Test
    void nothingIsPaidForNothing() {
        TREASURY.given(new Treasury.Funded(39_999))
                .thenState(state -> assertThat(
                                Treasury.PARTICIPANT.reserve(state, "payout-173688", new Loan("173688", -1)))
                        .isEqualTo(Decision.reject("no-amount", "expected an amount of more than 0, but it is -1")));
    }

    @Test
    void whatIsReservedIsPaidOrFreed() {
        TREASURY.given(new Treasury.Funded(39_999), new Treasury.Reserved("173688", 20_000))
                .thenState(state -> {
                    assertThat(Treasury.PARTICIPANT.confirm(state, "payout-173688", LOAN))
                            .isEqualTo(Decision.accept(new Treasury.Paid("173688")));
                    assertThat(Treasury.PARTICIPANT.cancel(state, "payout-173688", LOAN))
                            .isEqualTo(Decision.accept(new Treasury.Freed("173688")));
                });
        TREASURY.given(
                        new Treasury.Funded(39_999),
                        new Treasury.Reserved("173688", 20_000),
                        new Treasury.Reserved("1", 5_000),
                        new Treasury.Paid("173688"),
                        new Treasury.Freed("1"))
                .thenState(state -> {
                    assertThat(state.paid()).isEqualTo(20_000);
                    assertThat(state.free()).isEqualTo(19_999);
                });
    }

    @Test
    void theLedgerPencilsInAndThenBooksOrErases() {
        LEDGER.givenNothing()
                .thenState(state -> assertThat(Ledger.PARTICIPANT.reserve(state, "payout-173688", LOAN))
                        .isEqualTo(Decision.accept(new Ledger.Drafted("173688", 20_000))));
        LEDGER.given(new Ledger.Drafted("173688", 20_000), new Ledger.Drafted("1", 5_000), new Ledger.Erased("1"))
                .when(new Ledger.Close("auditor"))
                .thenRejected("drafts-left");
        LEDGER.given(new Ledger.Drafted("173688", 20_000), new Ledger.Booked("173688"))
                .thenState(state -> assertThat(state.booked()).isEqualTo(20_000))
                .when(new Ledger.Close("auditor"))
                .then(new Ledger.Closed("auditor"))
                .thenState(state -> assertThat(Ledger.PARTICIPANT.reserve(state, "payout-173688", LOAN))
                        .isEqualTo(Decision.reject("page-closed", "expected an open page, but it is closed")));
    }

    @Test
    void theNotaryRegistersOneDeedToWhichNobodyObjects() {
        NOTARY.givenNothing()
                .thenState(state -> assertThat(Notary.PARTICIPANT.reserve(state, "payout-173688", LOAN))
                        .isEqualTo(Decision.accept(new Notary.DrawnUp(20_000))));
        NOTARY.givenNothing()
                .when(new Notary.Forbid("the signature is missing"))
                .then(new Notary.Objected("the signature is missing"))
                .thenState(state -> assertThat(Notary.PARTICIPANT.reserve(state, "payout-173688", LOAN))
                        .isEqualTo(
                                Decision.reject("objection", "expected no objection, but the signature is missing")));
        NOTARY.given(new Notary.DrawnUp(20_000), new Notary.Registered(20_000))
                .when(new Notary.Forbid("too late"))
                .thenRejected("too-late")
                .and()
                .thenState(state -> assertThat(Notary.PARTICIPANT.reserve(state, "payout-173688", LOAN))
                        .isEqualTo(Decision.reject("has-deed", "expected no deed yet, but it is REGISTERED")));
    }
}
