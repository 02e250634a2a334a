/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import dev.skald.testing.ForkedJvm;
import dev.skald.testing.account.Account;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One instance of an application of accounts in a process of its own. */
final class BankProcess {

    private BankProcess() {}

    /** Starts an instance that keeps its state in a directory. */
    static ForkedJvm start(Bank bank, String directory, Map<String, String> config) {
        List<String> arguments = new ArrayList<>(List.of(bank.name()));
        Map<String, String> all = new HashMap<>(config);
        all.put("bootstrap.servers", bank.config().get("bootstrap.servers").toString());
        all.put("state.dir", bank.directory().resolve(directory).toString());
        all.forEach((key, value) -> arguments.add(key + "=" + value));
        Path output = bank.directory().resolve(directory + ".log");
        return ForkedJvm.start(
                output,
                BankProcess.class,
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                arguments);
    }

    /** Runs an instance until it is told to end. */
    public static void main(String[] arguments) {
        ForkedJvm.endWithParent();
        Map<String, Object> config = new HashMap<>();
        for (int i = 1; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            config.put(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        SkaldApplication application = SkaldApplication.named(arguments[0])
                .aggregate(Account.TYPE)
                .partitions(4)
                .build();
        RunningApplication running = application.start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(running::close));
        running.awaitStop();
    }
}
