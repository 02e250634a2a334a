/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.bankaccount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Reply;
import dev.skald.examples.bankaccount.BankAccount.Deposit;
import dev.skald.examples.bankaccount.BankAccount.Open;
import dev.skald.examples.bankaccount.BankAccount.Withdraw;
import dev.skald.kafka.CommandOptions;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.EmbeddedKafkaExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EmbeddedKafkaExtension.class)
class BankIT {

    @Test
    void aRepeatedCommandIsCarriedOutOnce(EmbeddedKafka kafka, @TempDir Path directory) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "state.dir", directory.toString());
        try (RunningApplication running = Bank.APPLICATION.start(config).awaitRunning(Duration.ofMinutes(1));
                SkaldClient client = SkaldClient.of("bank")
                        .bootstrapServers(kafka.bootstrapServers())
                        .connect()) {
            client.sendAndWait(BankAccount.TYPE, "ann", new Open("Ann")).orElseThrow();
            client.sendAndWait(BankAccount.TYPE, "ann", new Deposit(100)).orElseThrow();

            CommandOptions order = CommandOptions.id("order-4711");
            Reply first = client.sendAndWait(BankAccount.TYPE, "ann", new Withdraw(30), order);
            Reply again = client.sendAndWait(BankAccount.TYPE, "ann", new Withdraw(30), order);

            assertThat(first).isEqualTo(new Reply.Accepted(2, 3));
            assertThat(again).isEqualTo(first);
            assertThat(running.local(BankAccount.TYPE).state("ann").state().balanceCents())
                    .isEqualTo(70);
        }
    }
}
