/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static dev.skald.tcc.Agreement.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Decision;
import dev.skald.tcc.TccEvent.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Random commands, sensible or not: what lives has to equal what is replayed, and deciding again decides the same. */
class TccHistoryTest {

    private static final int RUNS = 500;
    private static final List<Phase> PHASES = List.of(Phase.values());
    private static final int STEPS = 50;

    private final TccRules rules = new TccRules();
    private final Set<Outcome.Result> results = EnumSet.noneOf(Outcome.Result.class);

    @Test
    void whatIsReplayedEqualsWhatLived() {
        long seed = System.nanoTime();
        System.out.println("random histories of agreements, seed " + seed);
        long events = 0;
        // Neighbouring seeds begin with much the same numbers, so each history has its own out of a first one's.
        Random seeds = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            try {
                events += run(new Random(seeds.nextLong()));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed %d, history %d".formatted(seed, run), e);
            }
        }
        assertThat(events).isGreaterThan(RUNS * 5L);
        assertThat(results).as("how they ended").containsExactlyInAnyOrder(Outcome.Result.values());
    }

    private int run(Random random) {
        List<TccEvent> history = new ArrayList<>();
        TccState state = rules.initialState();
        Instant now = START;
        List<String> names = IntStream.range(0, random.nextInt(4))
                .mapToObj(number -> "side " + number)
                .toList();
        for (int step = 0; step < STEPS; step++) {
            now = now.plusMillis(random.nextInt(4) == 0 ? random.nextInt(8_000) : 0);
            TccCommand command = step == 0 ? start(random, names) : command(random, state, names, now);
            Decision<TccEvent> decision = rules.decide(state, command);
            assertThat(rules.decide(state, command))
                    .as("deciding %s again", command)
                    .isEqualTo(decision);
            if (decision instanceof Decision.Accepted<TccEvent> accepted) {
                for (TccEvent event : accepted.events()) {
                    TccState after = rules.evolve(state, event);
                    assertThat(TccEffects.of(state, event, after)).isEqualTo(TccEffects.of(state, event, after));
                    state = after;
                }
                history.addAll(accepted.events());
            }
            assertThat(replayed(history)).isEqualTo(state);
        }
        results.add(state.result());
        return history.size();
    }

    private TccState replayed(List<TccEvent> history) {
        TccState state = rules.initialState();
        for (TccEvent event : history) {
            state = rules.evolve(state, event);
        }
        return state;
    }

    private static TccCommand start(Random random, List<String> names) {
        Order order = random.nextBoolean() ? Order.PARALLEL : Order.LISTED;
        Instant deadline = random.nextBoolean() ? null : START.plusMillis(random.nextInt(20_000));
        return new TccCommand.Start(
                "trip-1", "trip", names.stream().map(Agreement::leg).toList(), order, deadline, null, START);
    }

    private static TccCommand command(Random random, TccState state, List<String> names, Instant now) {
        return switch (random.nextInt(12)) {
            case 0 -> start(random, names);
            case 1 -> new TccCommand.Join(new Caller("caller " + random.nextInt(3), 0, "1"), now);
            case 2 -> new TccCommand.Retry("again", now);
            case 3 -> random.nextInt(5) == 0 ? new TccCommand.Resolve("by hand", now) : new TccCommand.Wake(now);
            case 4 -> new TccCommand.Wake(state.alarm().orElse(now));
            default -> report(random, names, now);
        };
    }

    private static TccCommand report(Random random, List<String> names, Instant now) {
        String side = names.isEmpty() ? "nobody" : names.get(random.nextInt(names.size()));
        Phase phase = PHASES.get(random.nextInt(PHASES.size()));
        return new TccCommand.Report(side, phase, 1 + random.nextInt(4), answer(random, phase), now);
    }

    /** Most tries succeed, so that confirms are seen too. */
    private static Answer answer(Random random, Phase phase) {
        return switch (random.nextInt(phase == Phase.TRY ? 20 : 6)) {
            case 0 -> Answer.failed("closed", "for good");
            case 1 -> Answer.retry("down", "for now");
            case 2 -> Answer.working();
            default -> Answer.done();
        };
    }
}
