/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.RecordedEvent;
import dev.skald.SaveResult;
import dev.skald.UnitOfWork;
import dev.skald.kafka.Repository;
import dev.skald.kafka.SkaldApplication;
import dev.skald.testing.TestApplication;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Deposited;
import dev.skald.testing.account.Account.Event;
import dev.skald.testing.account.Account.Opened;
import dev.skald.testing.account.Account.State;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Units of work in a processor of one's own, inside a topology of one's own, beside aggregates that the engine handles.
 */
class OwnProcessorTest {

    private static final SkaldApplication APPLICATION = SkaldApplication.named("bank")
            .partitions(1)
            .journal(Account.TYPE)
            .aggregate(Account.type("savings").build())
            .build();

    /** Turns payments into deposits, opening the account with the first, and tells the balance. */
    private static final class Payments implements ProcessorSupplier<String, Long, String, String> {

        @Override
        public Set<StoreBuilder<?>> stores() {
            return APPLICATION.stores(Account.TYPE);
        }

        @Override
        public Processor<String, Long, String, String> get() {
            return new Processor<>() {

                private ProcessorContext<String, String> context;
                private Repository<State, Event> accounts;

                @Override
                public void init(ProcessorContext<String, String> context) {
                    this.context = context;
                    this.accounts = APPLICATION.repository(Account.TYPE, context);
                }

                @Override
                public void process(Record<String, Long> payment) {
                    UnitOfWork<State, Event> work = accounts.begin(payment.key(), payment);
                    if (work.revision() == 0) {
                        work.record(new Opened(payment.key()));
                    }
                    work.record(new Deposited(payment.value()));
                    SaveResult<Event> saved = work.save();
                    String told = work.state().cents() + " at " + work.revision() + " by "
                            + saved.getClass().getSimpleName();
                    context.forward(payment.withValue(told));
                }

                @Override
                public void close() {
                    accounts.close();
                }
            };
        }
    }

    /** Opens an account with a word, and completes it at once. */
    private static final class Closings implements ProcessorSupplier<String, String, Void, Void> {

        @Override
        public Set<StoreBuilder<?>> stores() {
            return APPLICATION.stores(Account.TYPE);
        }

        @Override
        public Processor<String, String, Void, Void> get() {
            return new Processor<>() {

                private Repository<State, Event> accounts;

                @Override
                public void init(ProcessorContext<Void, Void> context) {
                    this.accounts = APPLICATION.repository(Account.TYPE, context);
                }

                @Override
                public void process(Record<String, String> closing) {
                    UnitOfWork<State, Event> work = accounts.begin(closing.key(), closing);
                    work.record(new Opened(closing.value()));
                    work.saveAndComplete();
                }

                @Override
                public void close() {
                    accounts.close();
                }
            };
        }
    }

    static TestApplication completing() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        "closings",
                        Consumed.with(Serdes.String(), Serdes.String()).withName("closings"))
                .process(new Closings(), Named.as("close"));
        return TestApplication.of(APPLICATION, builder.build());
    }

    private static TestApplication run() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("payments", Consumed.with(Serdes.String(), Serdes.Long()).withName("payments"))
                .process(new Payments(), Named.as("book"))
                .to("balances", Produced.with(Serdes.String(), Serdes.String()).withName("balances"));
        APPLICATION.addTo(builder);
        return TestApplication.of(APPLICATION, builder.build());
    }

    @Test
    @Tag("S3")
    @Tag("S5")
    @Tag("S8")
    void itBeginsRecordsAndSaves() {
        try (TestApplication bank = run()) {
            TestInputTopic<String, Long> payments = bank.driver()
                    .createInputTopic(
                            "payments", new StringSerializer(), Serdes.Long().serializer());
            TestOutputTopic<String, String> balances =
                    bank.driver().createOutputTopic("balances", new StringDeserializer(), new StringDeserializer());
            payments.pipeInput("ann", 5L);
            payments.pipeInput("ann", 7L);
            payments.pipeInput("bob", 1L);

            assertThat(balances.readValuesToList())
                    .containsExactly("5 at 2 by Saved", "12 at 3 by Saved", "1 at 2 by Saved");
            assertThat(bank.journalRecords(Account.TYPE))
                    .extracting(record -> record.key() + " " + new String(record.value(), UTF_8))
                    .containsExactly(
                            "ann@0 Opened\tann",
                            "ann@1 Deposited\t5",
                            "ann@2 Deposited\t7",
                            "bob@0 Opened\tbob",
                            "bob@1 Deposited\t1");
        }
    }

    @Test
    void theCauseOfItsEventsIsTheRecordItHandled() {
        try (TestApplication bank = run()) {
            bank.driver()
                    .createInputTopic(
                            "payments", new StringSerializer(), Serdes.Long().serializer())
                    .pipeInput("ann", 5L);

            assertThat(bank.journalRecords(Account.TYPE))
                    .extracting(record -> new String(
                            record.headers().lastHeader("skald-causation-id").value(), UTF_8))
                    .containsOnly("payments-0-0");
        }
    }

    @Test
    void aggregatesThatTheEngineHandlesWorkInTheSameTopologyOfTheDsl() {
        var savings = Account.type("savings").build();
        try (TestApplication bank = run()) {
            bank.given(savings, "a-1").when(new Account.Open("Ann")).then(new Opened("Ann"));
            List<RecordedEvent<Event>> history = bank.history(savings, "a-1");
            assertThat(history).hasSize(1);
        }
    }
}
