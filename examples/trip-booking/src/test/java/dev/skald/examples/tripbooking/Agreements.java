/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.tripbooking;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Decision;
import dev.skald.kafka.AggregateType;
import dev.skald.tcc.TccParticipant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;

/**
 * Puts a stock through the tries, confirms and cancels of random agreements, as a fence would let them through, and
 * after each compares the state that lives with the one that is replayed from what was written.
 */
final class Agreements<S extends Stock, R, E> {

    private static final int RUNS = 30;
    private static final int STEPS = 60;

    private final AggregateType<S, ?, E> type;
    private final TccParticipant<S, R, E> participant;
    private final List<E> given = new ArrayList<>();

    Agreements(AggregateType<S, ?, E> type, TccParticipant<S, R, E> participant) {
        this.type = type;
        this.participant = participant;
    }

    Agreements<S, R, E> given(E event) {
        given.add(event);
        return this;
    }

    /** Runs the histories; returns how many tries were refused, for a test to see that the stock was too small. */
    int check(Function<Random, R> requests) {
        long seed = System.nanoTime();
        int refused = 0;
        for (int run = 0; run < RUNS; run++) {
            try {
                refused += new Run(new Random(seed + run)).check(requests);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("%s, seed %d: %s".formatted(type, seed + run, e.getMessage()), e);
            }
        }
        return refused;
    }

    private final class Run {

        private final Random random;
        private final List<byte[]> written = new ArrayList<>();
        private final Map<String, R> held = new LinkedHashMap<>();
        private final TreeSet<String> kept = new TreeSet<>();
        private S live = type.decider().initialState();

        Run(Random random) {
            this.random = random;
            given.forEach(this::record);
        }

        int check(Function<Random, R> requests) {
            int refused = 0;
            for (int step = 0; step < STEPS; step++) {
                if (held.isEmpty() || random.nextInt(3) == 0) {
                    refused += reserve("trip-" + step, requests.apply(random)) ? 0 : 1;
                } else {
                    settle(held.keySet().stream()
                            .skip(random.nextInt(held.size()))
                            .findFirst()
                            .orElseThrow());
                }
                assertThat(live.oversold()).isFalse();
                assertThat(live.heldFor()).isEqualTo(held.keySet());
                assertThat(live.givenTo()).isEqualTo(kept);
                assertThat(replayed()).isEqualTo(live);
            }
            return refused;
        }

        private boolean reserve(String trip, R request) {
            Decision<E> decision = participant.reserve(live, trip, request);
            if (decision instanceof Decision.Accepted<E> accepted) {
                accepted.events().forEach(this::record);
                held.put(trip, request);
                return true;
            }
            return false;
        }

        private void settle(String trip) {
            boolean confirm = random.nextBoolean();
            R request = requireNonNull(held.remove(trip));
            Decision<E> decision =
                    confirm ? participant.confirm(live, trip, request) : participant.cancel(live, trip, request);
            assertThat(decision).isInstanceOf(Decision.Accepted.class);
            ((Decision.Accepted<E>) decision).events().forEach(this::record);
            if (confirm) {
                kept.add(trip);
            }
        }

        private void record(E event) {
            written.add(type.eventSerde().serializer().serialize("", event));
            live = survived(type.stateSerde(), type.decider().evolve(live, event));
        }

        private S replayed() {
            S state = type.decider().initialState();
            for (byte[] event : written) {
                state = type.decider()
                        .evolve(state, type.eventSerde().deserializer().deserialize("", event));
            }
            return state;
        }

        private static <T> T survived(Serde<T> serde, T value) {
            return serde.deserializer().deserialize("", serde.serializer().serialize("", value));
        }
    }
}
