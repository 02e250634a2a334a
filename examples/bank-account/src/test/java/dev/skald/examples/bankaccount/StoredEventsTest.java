/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.bankaccount;

import dev.skald.examples.bankaccount.BankAccount.Deposited;
import dev.skald.examples.bankaccount.BankAccount.Event;
import dev.skald.examples.bankaccount.BankAccount.Opened;
import dev.skald.examples.bankaccount.BankAccount.Withdrawn;
import dev.skald.serdes.evolution.GoldenFiles;
import dev.skald.serdes.json.JsonGoldenFormat;
import dev.skald.serdes.json.JsonSerde;
import dev.skald.serdes.registry.CompatibilityLevel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoredEventsTest {

    @Test
    void everythingThatWasEverStoredStillMeansTheSame() {
        GoldenFiles.of(
                        Event.class,
                        JsonGoldenFormat.of(JsonSerde.of(Event.class)),
                        Path.of("src/test/resources/stored/account"))
                .sample("opened", new Opened("Ann"))
                .sample("deposited", new Deposited(100))
                .sample("withdrawn", new Withdrawn(70))
                .compatible(CompatibilityLevel.FULL_TRANSITIVE)
                .check();
    }
}
