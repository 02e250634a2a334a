/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.TccRequest;
import dev.skald.kafka.TccType;
import dev.skald.serdes.json.JsonSerde;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The payout of an approved loan: the treasury pays, the ledger books, and the notary registers, or none of them does.
 */
final class Payout {

    /** The one instance of the treasury. */
    static final String TREASURY = "treasury";

    /**
     * What all three are asked about.
     *
     * @param application the application that was approved
     * @param euros the amount
     */
    public record Loan(String application, long euros) {}

    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyy-MM").withZone(ZoneOffset.UTC);

    private final ParticipantType<Loan> treasury;
    private final ParticipantType<Loan> ledger;
    private final ParticipantType<Loan> notary;
    private final TccType type;

    /** The payout as an application of so many partitions does it. */
    Payout(int partitions) {
        this.treasury = participant("treasury", partitions);
        this.ledger = participant("ledger", partitions);
        this.notary = participant("notary", partitions);
        this.type = TccType.named("payout")
                .participant(treasury)
                .participant(ledger)
                .participant(notary)
                .build();
    }

    private static ParticipantType<Loan> participant(String name, int partitions) {
        return ParticipantType.named(name, JsonSerde.of(Loan.class)).withPartitions(partitions);
    }

    /** Adds what pays to an application. */
    SkaldApplication.Builder addTo(SkaldApplication.Builder application) {
        return application
                .aggregate(Treasury.TYPE)
                .aggregate(Ledger.TYPE)
                .aggregate(Notary.TYPE)
                .participant(treasury, Treasury.TYPE, Treasury.PARTICIPANT)
                .participant(ledger, Ledger.TYPE, Ledger.PARTICIPANT)
                .participant(notary, Notary.TYPE, Notary.PARTICIPANT)
                .tcc(type);
    }

    /** The id follows from the application's, so that whoever asks again after a crash does not pay again. */
    TccRequest request(Loan loan, Instant approvedAt) {
        return type.request("payout-" + loan.application())
                .ask(treasury, TREASURY, loan)
                .ask(ledger, MONTH.format(approvedAt), loan)
                .ask(notary, loan.application(), loan);
    }
}
