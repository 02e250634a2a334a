/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.broker;

import dev.skald.kafka.AggregateType;
import dev.skald.kafka.ParticipantType;
import dev.skald.kafka.RunningApplication;
import dev.skald.kafka.SkaldApplication;
import dev.skald.kafka.TccType;
import dev.skald.tcc.ParticipantOptions;
import dev.skald.tcc.RetryPolicy;
import dev.skald.testing.EmbeddedKafka;
import dev.skald.testing.ForkedJvm;
import dev.skald.testing.account.TextSerde;
import dev.skald.testing.stock.Stock;
import dev.skald.testing.stock.Stock.Command;
import dev.skald.testing.stock.Stock.Event;
import dev.skald.testing.stock.Stock.Pieces;
import dev.skald.testing.stock.Stock.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trips of three sides, each in an application and a process of its own, and the coordinator in another: so that each
 * can be killed alone.
 */
final class TripsProcess {

    static final int PARTITIONS = 2;
    static final List<String> SIDES = List.of("seats", "rooms", "cars");

    private TripsProcess() {}

    /** The participant that stands for one side of the trips of this name. */
    static ParticipantType<Pieces> participant(String name, String side) {
        return ParticipantType.named(name + "-" + side, TextSerde.of(Pieces.class))
                .withPartitions(PARTITIONS);
    }

    /** An agreement, and the participants that stand for its sides. */
    record Trip(TccType type, Map<String, ParticipantType<Pieces>> sides) {}

    /** The trips of this name. They wait patiently, because processes are killed, and repeat quickly. */
    static Trip trip(String name) {
        Map<String, ParticipantType<Pieces>> sides = new LinkedHashMap<>();
        TccType.Builder trip = TccType.named("trip")
                .options(ParticipantOptions.unset()
                        .withTryTimeout(Duration.ofMinutes(5))
                        .withAnswerTimeout(Duration.ofMinutes(5))
                        .withRetry(RetryPolicy.DEFAULT.withDelays(Duration.ofMillis(100), 1)));
        for (String side : SIDES) {
            sides.put(side, participant(name, side));
            trip.participant(sides.get(side));
        }
        return new Trip(trip.build(), sides);
    }

    /** The coordinator's application, or that of a side. */
    static SkaldApplication application(String name, String role) {
        if (role.equals("coordinator")) {
            return SkaldApplication.named(name)
                    .partitions(PARTITIONS)
                    .tcc(trip(name).type())
                    .build();
        }
        AggregateType<State, Command, Event> stock = stock(role);
        return SkaldApplication.named(name + "-" + role)
                .partitions(PARTITIONS)
                .aggregate(stock)
                .participant(participant(name, role), stock, Stock.PARTICIPANT)
                .build();
    }

    static AggregateType<State, Command, Event> stock(String side) {
        return Stock.type(side);
    }

    /** Starts a role; its state stays when it is killed. */
    static ForkedJvm start(EmbeddedKafka kafka, Path directory, String name, String role) {
        return ForkedJvm.start(
                directory.resolve(role + ".log"),
                TripsProcess.class,
                List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
                List.of(kafka.bootstrapServers(), directory.resolve(role).toString(), name, role));
    }

    /** Runs a role until it is told to end. */
    public static void main(String[] arguments) {
        ForkedJvm.endWithParent();
        RunningApplication running = application(arguments[2], arguments[3])
                .start(Map.of("bootstrap.servers", arguments[0], "state.dir", arguments[1], "num.standby.replicas", 0));
        Runtime.getRuntime().addShutdownHook(new Thread(running::close));
        running.awaitStop();
    }
}
