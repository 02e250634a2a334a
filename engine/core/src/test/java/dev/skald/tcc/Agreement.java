/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.tcc.TccEvent.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One agreement that lives on the rules alone, with a clock that tests move. */
final class Agreement {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final Caller ANN = new Caller("ann", 0, "request 1");
    static final Caller BEN = new Caller("ben", 3, "request 2");

    /** Without jitter: 1 s, 2 s, 4 s. */
    static final RetryPolicy THREE_RETRIES =
            new RetryPolicy(3, Duration.ofSeconds(1), 2, 0, Duration.ofSeconds(60), Duration.ofMinutes(15));

    private static final Decider<TccState, TccCommand, TccEvent> RULES = new TccRules();

    private final List<TccEvent> log = new ArrayList<>();
    private final List<TccEffect> effects = new ArrayList<>();
    private TccState state = RULES.initialState();
    private Instant now = START;

    static Leg leg(String name) {
        return leg(name, ParticipantOptions.unset().withRetry(THREE_RETRIES));
    }

    static Leg leg(String name, ParticipantOptions options) {
        return new Leg(name, name, name + "-1", Payload.of(name.getBytes(UTF_8)), Leg.Terms.of(options));
    }

    /** An agreement that was started with these sides, all asked at once. */
    static Agreement started(String... names) {
        return started(
                Order.PARALLEL, null, Stream.of(names).map(Agreement::leg).toList());
    }

    static Agreement listed(String... names) {
        return started(Order.LISTED, null, Stream.of(names).map(Agreement::leg).toList());
    }

    static Agreement started(Order order, @Nullable Instant deadline, List<Leg> legs) {
        Agreement agreement = new Agreement();
        agreement.send(new TccCommand.Start("trip-1", "trip", legs, order, deadline, ANN, START));
        return agreement;
    }

    /** An agreement whose tries were answered so, in order. */
    static Agreement tried(List<String> names, Answer... answers) {
        Agreement agreement = started(names.toArray(String[]::new));
        for (int i = 0; i < answers.length; i++) {
            agreement.answers(names.get(i), Phase.TRY, 1, answers[i]);
        }
        return agreement;
    }

    Decision<TccEvent> send(TccCommand command) {
        effects.clear();
        Decision<TccEvent> decision = RULES.decide(state, command);
        if (decision instanceof Decision.Accepted<TccEvent> accepted) {
            for (TccEvent event : accepted.events()) {
                TccState before = state;
                state = RULES.evolve(state, event);
                effects.addAll(TccEffects.of(before, event, state));
                log.add(event);
            }
        }
        return decision;
    }

    Agreement answers(String side, Phase phase, int attempt, Answer answer) {
        send(new TccCommand.Report(side, phase, attempt, answer, now));
        return this;
    }

    Agreement done(String side, Phase phase) {
        return answers(side, phase, step(side, phase).attempts(), Answer.done());
    }

    Agreement done(Phase phase, String... sides) {
        Arrays.stream(sides).forEach(side -> done(side, phase));
        return this;
    }

    Agreement after(Duration time) {
        now = now.plus(time);
        send(new TccCommand.Wake(now));
        return this;
    }

    /** Lets time pass until nothing is waited for any more; nobody answers. */
    int sleepUntilOver() {
        int wakes = 0;
        while (state.alarm().isPresent()) {
            now = state.alarm().get();
            send(new TccCommand.Wake(now));
            if (++wakes > 1_000) {
                throw new AssertionError("it never ends: " + state);
            }
        }
        return wakes;
    }

    Agreement retries(String note) {
        send(new TccCommand.Retry(note, now));
        return this;
    }

    Agreement resolves(String note) {
        send(new TccCommand.Resolve(note, now));
        return this;
    }

    Instant now() {
        return now;
    }

    TccState state() {
        return state;
    }

    Step step(String side, Phase phase) {
        Side found = state.sides().get(side);
        if (found == null) {
            throw new IllegalArgumentException(side);
        }
        return found.step(phase);
    }

    Outcome outcome() {
        return state.outcome();
    }

    Outcome.Participant participant(String side) {
        return requireNonNull(outcome().participants().get(side), side);
    }

    List<TccEvent> log() {
        return List.copyOf(log);
    }

    <T extends TccEvent> List<T> log(Class<T> type) {
        return log.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** What the last command led to outside. */
    List<TccEffect> effects() {
        return List.copyOf(effects);
    }

    /** Whom the last command asked, as “confirm 2 hotel”. */
    List<String> asked() {
        return effects.stream()
                .filter(TccEffect.Ask.class::isInstance)
                .map(TccEffect.Ask.class::cast)
                .map(ask -> "%s %d %s"
                        .formatted(ask.phase().text(), ask.attempt(), ask.leg().name()))
                .toList();
    }

    static Consumer<Decision<TccEvent>> rejectedWith(String code) {
        return decision -> assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(code));
    }

    /** The code of what went wrong last. */
    String code(String side, Phase phase) {
        return requireNonNull(participant(side).failure(phase), "a failure").code();
    }
}
