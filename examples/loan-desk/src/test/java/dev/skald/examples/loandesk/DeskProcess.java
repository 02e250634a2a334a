/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import dev.skald.testing.ForkedJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One instance of the loan desk's application in a process of its own. */
final class DeskProcess {

    private DeskProcess() {}

    static SkaldApplication application() {
        return SkaldApplication.named("loan-desk")
                .aggregate(LoanApplication.TYPE)
                .partitions(4)
                .build();
    }

    static ForkedJvm start(Path directory, String bootstrapServers) {
        return ForkedJvm.start(
                directory.resolveSibling(directory.getFileName() + ".log"),
                DeskProcess.class,
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(directory.toString(), bootstrapServers));
    }

    /** Runs the instance until it is killed. */
    public static void main(String[] arguments) {
        ForkedJvm.endWithParent();
        RunningApplication running =
                application().start(Map.of("state.dir", arguments[0], "bootstrap.servers", arguments[1]));
        running.awaitStop();
    }
}
