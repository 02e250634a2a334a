/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.bankaccount;

import dev.skald.ExpectedRevision;
import dev.skald.InstanceState;
import dev.skald.Reply;
import dev.skald.examples.bankaccount.BankAccount.Deposit;
import dev.skald.examples.bankaccount.BankAccount.Open;
import dev.skald.examples.bankaccount.BankAccount.State;
import dev.skald.examples.bankaccount.BankAccount.Withdraw;
import dev.skald.kafka.CommandOptions;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.SkaldClient;
import dev.skald.testing.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The program: starts Kafka, runs the application, sends a few commands and tells what comes back. */
public final class Bank {

    /** The application: its name, and what it is made of. */
    static final SkaldApplication APPLICATION =
            SkaldApplication.named("bank").aggregate(BankAccount.TYPE).build();

    private Bank() {}

    /**
     * Runs the program.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("bank-account-");
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            run(kafka.bootstrapServers(), directory);
        } finally {
            delete(directory);
        }
    }

    private static void run(String bootstrapServers, Path stateDirectory) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrapServers, "state.dir", stateDirectory.toString());
        try (RunningApplication running = APPLICATION.start(config).awaitRunning(Duration.ofMinutes(1));
                SkaldClient client = SkaldClient.of("bank")
                        .bootstrapServers(bootstrapServers)
                        .connect()) {
            talk(client);
            System.out.println("read in this process: "
                    + running.local(BankAccount.TYPE).state("ann").state());
        }
    }

    private static void talk(SkaldClient client) {
        tell("open", client.sendAndWait(BankAccount.TYPE, "ann", new Open("Ann")));
        tell("deposit 100", client.sendAndWait(BankAccount.TYPE, "ann", new Deposit(100)));
        tell("withdraw 130", client.sendAndWait(BankAccount.TYPE, "ann", new Withdraw(130)));

        CommandOptions options = CommandOptions.id("order-4711").withExpectedRevision(ExpectedRevision.exactly(2));
        tell("withdraw 30", client.sendAndWait(BankAccount.TYPE, "ann", new Withdraw(30), options));
        tell("the same again", client.sendAndWait(BankAccount.TYPE, "ann", new Withdraw(30), options));

        InstanceState<State> ann =
                client.state(BankAccount.TYPE, "ann").toCompletableFuture().join();
        System.out.println("state at revision " + ann.revision() + ": " + ann.state());
        client.history(BankAccount.TYPE, "ann")
                .toCompletableFuture()
                .join()
                .forEach(recorded -> System.out.println("event " + recorded.revision() + ": " + recorded.event()));
    }

    private static void tell(String what, Reply reply) {
        if (reply instanceof Reply.Accepted accepted) {
            System.out.println(what + ": accepted, now at revision " + accepted.revisionAfter());
        } else if (reply instanceof Reply.Rejected rejected) {
            System.out.println(what + ": rejected as " + rejected.code() + ": " + rejected.reason());
        } else {
            System.out.println(what + ": " + reply);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        }
    }
}
