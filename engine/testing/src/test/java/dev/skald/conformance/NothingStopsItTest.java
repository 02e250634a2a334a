/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.HeaderNames;
import dev.skald.Reply;
import dev.skald.kafka.AggregateType;
import dev.skald.testing.TestApplication;
import dev.skald.testing.account.Account;
import dev.skald.testing.account.Account.Command;
import dev.skald.testing.account.Account.Deposit;
import dev.skald.testing.account.Account.Event;
import dev.skald.testing.account.Account.Explode;
import dev.skald.testing.account.Account.Open;
import dev.skald.testing.account.Account.State;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing that a client sends, and nothing that rules do, stops the application. */
class NothingStopsItTest {

    private static final List<String> HEADERS = List.of(
            HeaderNames.COMMAND_ID,
            HeaderNames.CORRELATION_ID,
            HeaderNames.EXPECTED_REVISION,
            HeaderNames.REPLY_TO,
            HeaderNames.REPLY_PARTITION,
            HeaderNames.TRACEPARENT,
            HeaderNames.REQUEST,
            HeaderNames.REVISION_RANGE,
            "unknown");

    private static final List<String> VALUES = List.of(
            "",
            "any",
            "some",
            "none",
            "0",
            "1",
            "-1",
            "9999999999999999999",
            "state",
            "history",
            "command",
            "0-",
            "0-1",
            "1-0",
            "5-9",
            "-",
            "client",
            "x".repeat(600),
            "\0",
            "ü€\uD83D\uDE00");

    private static final List<String> COMMANDS = List.of(
            "Open\tAnn", "Deposit\t5", "Withdraw\t99", "Rename\tAnn", "Explode\tbang", "Nonsense", "", "Deposit\tx");

    @Test
    @Tag("S39")
    void randomRecordsAreAnsweredOrDeadLetteredAndTheNextIsHandled() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (TestApplication bank = TestApplication.of(Account.TYPE)) {
            bank.send(Account.TYPE, "sane", new Open("Ann"));
            for (int i = 0; i < 3000; i++) {
                bank.pipe("test-account-commands", randomRecord(random));
                if (i % 100 == 0) {
                    Reply reply = bank.send(Account.TYPE, "sane", new Deposit(1));
                    assertThat(reply).as("seed %d, record %d", seed, i).isInstanceOf(Reply.Accepted.class);
                }
            }
            assertThat(bank.deadLetters()).as("seed %d", seed).isNotEmpty();
        }
    }

    private static TestRecord<byte[], byte[]> randomRecord(Random random) {
        byte[] key = random.nextInt(20) == 0 ? null : randomBytes(random, "a-" + random.nextInt(5));
        byte[] value =
                random.nextInt(10) == 0 ? null : randomBytes(random, COMMANDS.get(random.nextInt(COMMANDS.size())));
        TestRecord<byte[], byte[]> record = new TestRecord<>(key, value, Instant.ofEpochMilli(random.nextInt(1 << 30)));
        for (int i = random.nextInt(6); i > 0; i--) {
            byte[] headerValue =
                    random.nextInt(10) == 0 ? null : randomBytes(random, VALUES.get(random.nextInt(VALUES.size())));
            record.headers().add(HEADERS.get(random.nextInt(HEADERS.size())), headerValue);
        }
        return record;
    }

    private static byte[] randomBytes(Random random, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        if (random.nextInt(8) == 0 && bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    /** Rules that fail in all the ways in which rules can. */
    private static AggregateType<State, Command, Event> failing(Decider<State, Command, Event> decider) {
        return AggregateType.named("account", decider)
                .commands(Account.TYPE.commandSerde())
                .events(Account.TYPE.eventSerde())
                .states(Account.TYPE.stateSerde())
                .build();
    }

    @SuppressWarnings("InfiniteRecursion") // That is what it is for.
    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    private static State failure(String how) {
        return switch (how) {
            case "error" -> throw new AssertionError("error");
            case "overflow" -> new State("", recurse(0));
            case "linkage" -> throw new NoClassDefFoundError("linkage");
            default -> null;
        };
    }

    @Test
    @Tag("S38")
    void rulesThatThrowErrorsOverflowTheStackOrReturnNullOnlyFailTheirCommand() {
        for (String how : List.of("error", "overflow", "linkage", "null")) {
            AggregateType<State, Command, Event> deciding = failing(Decider.of(
                    Account.DECIDER.initialState(),
                    (state, command) -> {
                        if (command instanceof Explode) {
                            return failure(how) == null ? null : Decision.nothing();
                        }
                        return Account.DECIDER.decide(state, command);
                    },
                    Account.DECIDER::evolve));
            AggregateType<State, Command, Event> evolving = failing(Decider.of(
                    Account.DECIDER.initialState(),
                    Account.DECIDER::decide,
                    (state, event) -> event.equals(new Account.Deposited(666))
                            ? failure(how)
                            : Account.DECIDER.evolve(state, event)));
            check(deciding, new Explode(how));
            check(evolving, new Deposit(666));
        }
    }

    private static void check(AggregateType<State, Command, Event> type, Command failing) {
        try (TestApplication bank = TestApplication.of(type)) {
            bank.send(type, "a-1", new Open("Ann"));
            assertThat(bank.send(type, "a-1", failing)).isInstanceOf(Reply.Failed.class);
            assertThat(bank.deadLetters()).hasSize(1);
            assertThat(bank.send(type, "a-1", new Deposit(5))).isEqualTo(new Reply.Accepted(1, 2));
        }
    }

    /** A state that evolve changes in place would be wrong for ever if a command failed half-way. */
    @Test
    @Tag("S38")
    void afterAFailureTheInstanceIsLoadedAnew() {
        AggregateType<int[], Integer, Integer> mutating = AggregateType.named(
                        "sum",
                        Decider.<int[], Integer, Integer>of(
                                new int[1], (sum, number) -> Decision.accept(number, -1), (sum, number) -> {
                                    if (number < 0 && sum[0] > 10) {
                                        throw new IllegalStateException("too much");
                                    }
                                    int[] next = sum[0] == 0 ? new int[1] : sum;
                                    next[0] += Math.max(0, number);
                                    return next;
                                }))
                .commands(Serdes.Integer())
                .events(Serdes.Integer())
                .states(new IntArraySerde())
                .build();
        try (TestApplication application = TestApplication.of(mutating)) {
            application.send(mutating, "s", 8);
            assertThat(application.send(mutating, "s", 5)).isInstanceOf(Reply.Failed.class);

            assertThat(application.state(mutating, "s").state()[0]).isEqualTo(8);
        }
    }

    private static final class IntArraySerde implements Serde<int[]> {

        @Override
        public Serializer<int[]> serializer() {
            return (topic, sum) -> new byte[] {(byte) sum[0]};
        }

        @Override
        public Deserializer<int[]> deserializer() {
            return (topic, bytes) -> new int[] {bytes[0]};
        }
    }
}
