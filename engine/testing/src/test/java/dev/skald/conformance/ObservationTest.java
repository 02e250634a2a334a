/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.ExpectedRevision;
import dev.skald.SnapshotPolicy;
import dev.skald.kafka.AggregateType;
import dev.skald.kafka.CommandOptions;
import dev.skald.testing.TestApplication;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Command;
import dev.skald.testing.account.Account.Deposit;
import dev.skald.testing.account.Account.DepositMany;
import dev.skald.testing.account.Account.Event;
import dev.skald.testing.account.Account.Explode;
import dev.skald.testing.account.Account.Open;
import dev.skald.testing.account.Account.Rename;
import dev.skald.testing.account.Account.State;
import dev.skald.testing.account.Account.Withdraw;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Metrics and log. */
class ObservationTest {

    private static final AggregateType<State, Command, Event> TYPE =
            Account.type().snapshots(SnapshotPolicy.every(3)).build();

    private static void everything(TestApplication bank) {
        bank.send(TYPE, "a-1", new Open("Ann"));
        bank.send(TYPE, "a-1", new DepositMany(5, 4), CommandOptions.id("c-1"));
        bank.send(TYPE, "a-1", new DepositMany(5, 4), CommandOptions.id("c-1"));
        bank.send(TYPE, "a-1", new Rename("Ann"));
        bank.send(TYPE, "a-1", new Withdraw(1000));
        bank.send(TYPE, "a-1", new Deposit(1), CommandOptions.expecting(ExpectedRevision.exactly(0)));
        bank.send(TYPE, "a-2", new Deposit(1), CommandOptions.expecting(ExpectedRevision.mustExist()));
        bank.send(TYPE, "a-1", new Explode("bang"));
        bank.pipe("test-account-commands", new TestRecord<>(null, "Nonsense".getBytes(UTF_8)));
        bank.state(TYPE, "a-1");
    }

    private static Map<String, Metric> metrics(TestApplication bank) {
        return bank.driver().metrics().entrySet().stream()
                .filter(entry -> entry.getKey().group().equals("skald-metrics"))
                .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
    }

    @Test
    void everythingIsCountedInKafkasOwnRegistry() {
        try (TestApplication bank = TestApplication.of(TYPE)) {
            everything(bank);
            Map<String, Metric> metrics = metrics(bank);

            Map<String, Double> expected = Map.ofEntries(
                    Map.entry("commands-accepted-total", 3.0),
                    Map.entry("commands-repeated-total", 1.0),
                    Map.entry("commands-rejected-total", 1.0),
                    Map.entry("commands-conflict-total", 2.0),
                    Map.entry("commands-failed-total", 2.0),
                    Map.entry("queries-total", 1.0),
                    Map.entry("dead-letters-total", 2.0),
                    Map.entry("events-total", 5.0),
                    Map.entry("snapshots-total", 1.0),
                    Map.entry("snapshots-ignored-total", 0.0),
                    Map.entry("snapshots-failed-total", 0.0),
                    Map.entry("cache-hits-total", 6.0));
            expected.forEach((name, value) ->
                    assertThat(metrics.get(name).metricValue()).as(name).isEqualTo(value));
            assertThat((double) metrics.get("decide-time-max").metricValue()).isPositive();
            assertThat((double) metrics.get("load-time-max").metricValue()).isPositive();
            assertThat(metrics).containsKeys("commit-cost-avg", "commit-cost-max");
            assertThat(metrics.get("events-total").metricName().tags())
                    .containsEntry("application-id", "test")
                    .containsEntry("aggregate", "account")
                    .containsEntry("partition", "0");
        }
    }

    @Test
    void aClosedTaskLeavesNoMetricsBehind() {
        TestApplication bank = TestApplication.of(TYPE);
        everything(bank);
        bank.close();

        assertThat(metrics(bank)).isEmpty();
    }

    @Test
    @Tag("S42")
    void whatHappensIsLoggedWithAggregateInstanceAndRevisions() {
        try (LogCapture log = LogCapture.of("dev.skald.engine");
                TestApplication bank = TestApplication.of(TYPE)) {
            everything(bank);

            assertThat(log.lines())
                    .containsSubsequence(
                            "DEBUG created {aggregate=account, instance=a-1, revisionBefore=0, revisionAfter=1}",
                            "DEBUG saved {aggregate=account, instance=a-1, revisionBefore=1, revisionAfter=5}",
                            "DEBUG not_saved {aggregate=account, instance=a-1, revisionBefore=5, revisionAfter=5}",
                            "DEBUG not_found {aggregate=account, instance=a-2, revisionBefore=0, revisionAfter=0}",
                            "WARN dead_lettered {aggregate=account, instance=a-1, revisionBefore=5, revisionAfter=5,"
                                    + " topic=test-account-commands, partition=0, offset=7,"
                                    + " cause=java.lang.IllegalStateException: bang}");
            assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN")).hasSize(2);
        }
    }

    @Test
    @Tag("S42")
    void completionIsLogged() {
        try (LogCapture log = LogCapture.of("dev.skald.engine");
                TestApplication bank = OwnProcessorTest.completing()) {
            bank.driver()
                    .createInputTopic("closings", new StringSerializer(), new StringSerializer())
                    .pipeInput("a-1", "bye");

            assertThat(log.lines())
                    .contains("DEBUG completed {aggregate=account, instance=a-1, revisionBefore=1, revisionAfter=1}");
        }
    }
}
