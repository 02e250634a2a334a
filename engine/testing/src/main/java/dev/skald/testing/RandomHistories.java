/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static java.util.Objects.requireNonNull;

import dev.skald.Cause;
import dev.skald.Decision;
import dev.skald.IdempotenceWindow;
import dev.skald.InstanceState;
import dev.skald.RetentionPolicy;
import dev.skald.SnapshotPolicy;
import dev.skald.UnitOfWork;
import dev.skald.internal.instance.CacheBudget;
import dev.skald.internal.instance.InstanceObserver;
import dev.skald.internal.instance.Instances;
import dev.skald.internal.model.AggregateModel;
import dev.skald.kafka.AggregateType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/**
 * Puts an aggregate through random histories, and compares what lives with what is replayed.
 *
 * <p>Each run decides random commands one after the other. After every step the live state has to equal the state that
 * is loaded anew: from all events, and from a snapshot (taken at a random frequency) and the events after it. Also
 * checked: deciding the same command on the same state twice leads to the same decision, evolving does not change the
 * state it is given, and events and states survive their serdes. A failure names the seed that leads to it again:
 *
 * <pre>{@code
 * RandomHistories.of(ACCOUNT, (random, state) -> new Deposit(random.nextInt(100))).check();
 * }</pre>
 *
 * @param <S> the state
 * @param <C> the commands
 * @param <E> the events
 */
public final class RandomHistories<S, C, E> {

    private final AggregateType<S, C, E> type;
    private final CommandSource<S, C> commands;
    private int runs = 50;
    private int steps = 60;
    private long seed = System.nanoTime();

    /**
     * Invents commands.
     *
     * @param <S> the state
     * @param <C> the commands
     */
    @FunctionalInterface
    public interface CommandSource<S, C> {

        /** The next command, sensible or not. All chance has to come from {@code random}. */
        C next(Random random, S state);
    }

    private RandomHistories(AggregateType<S, C, E> type, CommandSource<S, C> commands) {
        this.type = type;
        this.commands = commands;
    }

    /** Random histories of an aggregate. */
    public static <S, C, E> RandomHistories<S, C, E> of(AggregateType<S, C, E> type, CommandSource<S, C> commands) {
        return new RandomHistories<>(type, commands);
    }

    /** How many histories; by default 50. */
    public RandomHistories<S, C, E> runs(int number) {
        runs = number;
        return this;
    }

    /** How many commands each; by default 60. */
    public RandomHistories<S, C, E> steps(int number) {
        steps = number;
        return this;
    }

    /** The seed, to see a failure again; by default another one each time. */
    public RandomHistories<S, C, E> seed(long number) {
        seed = number;
        return this;
    }

    /**
     * Runs the histories.
     *
     * @return how many events were recorded in all, for a test to see that there was something to check
     * @throws AssertionError naming the seed
     */
    public long check() {
        long events = 0;
        for (int run = 0; run < runs; run++) {
            long seedOfRun = seed + run;
            try {
                events += new Run(new Random(seedOfRun)).check();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "%s, a random history with seed %d (again with .seed(%dL).runs(1)): %s"
                                .formatted(type, seedOfRun, seedOfRun, e.getMessage()),
                        e);
            }
        }
        return events;
    }

    /** One history. */
    private final class Run {

        private static final String ID = "random";

        private final Random random;
        private final RoundTrip<S, C, E> serdes = new RoundTrip<>(type);
        private final InMemoryJournal<E> journal = new InMemoryJournal<>();
        private final InMemorySnapshots<S> snapshots = new InMemorySnapshots<>(type.name());
        private final InMemorySnapshots<S> noSnapshots = new InMemorySnapshots<>(type.name());
        private final AggregateModel<S, C, E> model;

        Run(Random random) {
            this.random = random;
            this.model = new AggregateModel<>(
                    type.name(),
                    type.decider(),
                    new AggregateModel.Serdes<>(type.commandSerde(), type.eventSerde(), type.stateSerde()),
                    type::eventTypeOf,
                    new AggregateModel.Versions(0, 0),
                    new AggregateModel.Policies<>(
                            SnapshotPolicy.every(1L + random.nextInt(10)),
                            RetentionPolicy.keepAll(),
                            IdempotenceWindow.DEFAULT));
        }

        long check() {
            try (Instances<S, E> live = open(snapshots)) {
                for (int step = 0; step < steps; step++) {
                    step(live, "command " + step);
                    compare("step " + step, live.state(ID));
                }
                return live.state(ID).revision();
            }
        }

        private void step(Instances<S, E> live, String commandId) {
            UnitOfWork<S, E> work = live.begin(ID, Cause.root(commandId));
            C command = serdes.command(commands.next(random, work.state()));
            Decision<E> decision = type.decider().decide(work.state(), command);
            equal("deciding " + command + " again", decision, type.decider().decide(work.state(), command));
            if (decision instanceof Decision.Accepted<E> accepted) {
                accepted.events().forEach(event -> record(work, event));
                work.save();
            }
        }

        private void record(UnitOfWork<S, E> work, E event) {
            S before = work.state();
            S copy = serdes.state(before);
            work.record(serdes.event(event));
            equal("the state that " + event + " was applied to", copy, before);
        }

        private void compare(String when, InstanceState<S> live) {
            equal("all events, " + when, live, load(noSnapshots));
            equal("snapshot and events, " + when, live, load(snapshots));
            serdes.state(live.state());
        }

        private InstanceState<S> load(InMemorySnapshots<S> from) {
            try (Instances<S, E> fresh = open(from)) {
                return fresh.state(ID);
            }
        }

        private Instances<S, E> open(InMemorySnapshots<S> from) {
            InstantSource clock = InstantSource.fixed(Instant.EPOCH.plus(Duration.ofDays(365)));
            return new Instances<>(
                    model, journal, from, clock, InstanceObserver.NONE, new CacheBudget(1, Long.MAX_VALUE));
        }

        private void equal(String what, Object expected, Object actual) {
            if (!requireNonNull(expected).equals(actual)) {
                throw new AssertionError("%s: expected %s, but it is %s".formatted(what, expected, actual));
            }
        }
    }
}
