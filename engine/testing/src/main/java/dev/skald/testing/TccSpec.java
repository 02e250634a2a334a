/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.skald.Decision;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Leg;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.ParticipantOptions;
import dev.skald.tcc.Payload;
import dev.skald.tcc.Phase;
import dev.skald.tcc.TccCommand;
import dev.skald.tcc.TccEffect;
import dev.skald.tcc.TccEffects;
import dev.skald.tcc.TccEvent;
import dev.skald.tcc.TccRules;
import dev.skald.tcc.TccState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A specification of how an agreement goes: given answers, when an answer or a time comes, then these requests, or this
 * outcome.
 *
 * <pre>{@code
 * TccSpec.of("flight", "hotel")
 *         .given(TccSpec.done("flight", TRY))
 *         .when(TccSpec.failed("hotel", TRY, "sold-out"))
 *         .thenAsked("cancel 1 flight", "cancel 1 hotel");
 * }</pre>
 *
 * <p>Nothing but the rules runs, and time passes only where it is told to. A failed expectation is an
 * {@link AssertionError} that tells the whole story. Immutable.
 */
public final class TccSpec {

    private static final String ID = "spec";
    private static final Instant START = Instant.EPOCH.plus(Duration.ofDays(365));

    private final Map<String, ParticipantOptions> sides;
    private final TccEvent.Order order;
    private final @Nullable Duration deadline;
    private final TccRules rules = new TccRules();

    private TccSpec(Map<String, ParticipantOptions> sides, TccEvent.Order order, @Nullable Duration deadline) {
        this.sides = sides;
        this.order = order;
        this.deadline = deadline;
    }

    /** Something that comes to an agreement. */
    public sealed interface Happening {

        /**
         * A side answers.
         *
         * @param side who
         * @param phase to which request
         * @param attempt to which attempt; 0 for the last
         * @param answer what it says
         */
        record Answered(String side, Phase phase, int attempt, Answer answer) implements Happening {}

        /** Time passes, and whatever comes due on the way does so at its moment. */
        record Passed(Duration time) implements Happening {}

        /** An operator has what was given up asked for again. */
        record Retried(String note) implements Happening {}

        /** An operator says that what was given up is in order. */
        record Resolved(String note) implements Happening {}
    }

    /** Begins specifications of agreements of these sides, all with the default options, confirmed all at once. */
    public static TccSpec of(String... names) {
        Map<String, ParticipantOptions> sides = new LinkedHashMap<>();
        for (String name : names) {
            sides.put(name, ParticipantOptions.unset());
        }
        return new TccSpec(sides, TccEvent.Order.PARALLEL, null);
    }

    /** The same with a side that is asked so. */
    public TccSpec with(String side, ParticipantOptions options) {
        Map<String, ParticipantOptions> changed = new LinkedHashMap<>(sides);
        changed.put(side, options);
        return new TccSpec(changed, order, deadline);
    }

    /** The same, confirmed and cancelled one after the other. */
    public TccSpec inOrder() {
        return new TccSpec(sides, TccEvent.Order.LISTED, deadline);
    }

    /** The same with a deadline for all tries. */
    public TccSpec deadline(Duration afterStart) {
        return new TccSpec(sides, order, afterStart);
    }

    /** A side is done with what it was last asked for in this phase. */
    public static Happening done(String side, Phase phase) {
        return new Happening.Answered(side, phase, 0, Answer.done());
    }

    /** A side says that it will never be done. */
    public static Happening failed(String side, Phase phase, String code) {
        return new Happening.Answered(side, phase, 0, Answer.failed(code, ""));
    }

    /** A side says that it could not be done this time. */
    public static Happening retry(String side, Phase phase, String code) {
        return new Happening.Answered(side, phase, 0, Answer.retry(code, ""));
    }

    /** A side says that it takes longer. */
    public static Happening working(String side, Phase phase) {
        return new Happening.Answered(side, phase, 0, Answer.working());
    }

    /** Time passes. */
    public static Happening passed(Duration time) {
        return new Happening.Passed(time);
    }

    /** The agreement was started, and then this has happened. */
    public Given given(Happening... happenings) {
        List<Leg> legs = sides.entrySet().stream()
                .map(side -> new Leg(
                        side.getKey(),
                        side.getKey(),
                        side.getKey(),
                        Payload.of(side.getKey().getBytes(UTF_8)),
                        Leg.Terms.of(side.getValue())))
                .toList();
        Run run = new Run(rules, TccState.NONE, START);
        Instant until = deadline == null ? null : START.plus(deadline);
        run.decide(new TccCommand.Start(ID, "spec", legs, order, until, null, START));
        List<String> story = new ArrayList<>(List.of("started " + sides.keySet()));
        for (Happening happening : happenings) {
            run = new Run(rules, run.state, run.now);
            run.happens(happening);
            story.add(happening.toString());
        }
        return new Given(story, run);
    }

    /** How the agreement stands before the next thing comes. */
    public static final class Given {

        private final List<String> story;
        private final Run run;

        private Given(List<String> story, Run run) {
            this.story = List.copyOf(story);
            this.run = run;
        }

        /** What comes next. */
        public When when(Happening happening) {
            Run next = new Run(run.rules, run.state, run.now);
            next.happens(happening);
            return new When(this, happening.toString(), next);
        }

        /** So much time passes. */
        public When whenPassed(Duration time) {
            return when(new Happening.Passed(time));
        }

        /** Looks at what the last of these things has led to. */
        public When itself() {
            return new When(new Given(story.subList(0, story.size() - 1), run), story.get(story.size() - 1), run);
        }
    }

    /** What has come of it; say what it should be. */
    public static final class When {

        private final Given given;
        private final String happening;
        private final Run run;

        private When(Given given, String happening, Run run) {
            this.given = given;
            this.happening = happening;
            this.run = run;
        }

        /** Expects exactly these requests, in this order, each as phase, attempt and side: {@code confirm 1 hotel}. */
        public When thenAsked(String... requests) {
            List<String> expected = List.of(requests);
            return expect(expected.equals(run.asked), "the requests " + expected);
        }

        /** Expects that nobody is asked for anything. */
        public When thenNobodyAsked() {
            return expect(run.asked.isEmpty(), "no requests");
        }

        /** Expects that the agreement has ended so, or goes on. */
        public When thenOutcome(Outcome.Result result) {
            return expect(run.state.result() == result, "the outcome " + result);
        }

        /** Expects that it is on the list of what an operator has to look at. */
        public When thenNeedsRepair() {
            return expect(run.state.needsRepair(), "that it needs repair");
        }

        /** Expects that no operator has to look at it. */
        public When thenNeedsNoRepair() {
            return expect(!run.state.needsRepair(), "that it needs no repair");
        }

        /** Expects that nothing more is waited for. */
        public When thenNothingIsWaitedFor() {
            return expect(run.state.alarm().isEmpty(), "that nothing is waited for");
        }

        /** Expects that it is refused, with this code. */
        public When thenRejected(String code) {
            return expect(code.equals(run.refusal), "a rejection with code " + code);
        }

        /** Checks how every side stands. */
        public When thenOutcome(Consumer<? super Outcome> check) {
            check.accept(run.state.outcome());
            return this;
        }

        /** Goes on from here. */
        public Given and() {
            List<String> story = new ArrayList<>(given.story);
            story.add(happening);
            return new Given(story, run);
        }

        private When expect(boolean holds, String expected) {
            if (holds) {
                return this;
            }
            throw new AssertionError("""
                    TCC:
                      given    %s
                      so state %s
                      when     %s
                      expected %s
                      but was  %s""".formatted(
                            String.join(", ", given.story), given.run.standing(), happening, expected, run.result()));
        }
    }

    /** A state, and what the last happening has led to. */
    private static final class Run {

        private final TccRules rules;
        private final List<String> asked = new ArrayList<>();
        private TccState state;
        private Instant now;
        private @Nullable String refusal;

        Run(TccRules rules, TccState state, Instant now) {
            this.rules = rules;
            this.state = state;
            this.now = now;
        }

        void happens(Happening happening) {
            if (happening instanceof Happening.Answered answered) {
                answered(answered);
            } else if (happening instanceof Happening.Passed passed) {
                sleep(passed.time());
            } else if (happening instanceof Happening.Retried retried) {
                decide(new TccCommand.Retry(retried.note(), now));
            } else if (happening instanceof Happening.Resolved resolved) {
                decide(new TccCommand.Resolve(resolved.note(), now));
            }
        }

        private void answered(Happening.Answered answered) {
            Phase phase = answered.phase();
            int attempt = answered.attempt();
            if (attempt == 0 && state.sides().containsKey(answered.side())) {
                attempt = requireNonNull(state.sides().get(answered.side()))
                        .step(phase)
                        .attempts();
            }
            decide(new TccCommand.Report(answered.side(), phase, attempt, answered.answer(), now));
        }

        private void sleep(Duration time) {
            Instant until = now.plus(time);
            Instant due = state.alarm().orElse(Instant.MAX);
            while (!due.isAfter(until)) {
                now = due.isAfter(now) ? due : now;
                decide(new TccCommand.Wake(now));
                due = state.alarm().orElse(Instant.MAX);
            }
            now = until;
        }

        void decide(TccCommand command) {
            Decision<TccEvent> decision = rules.decide(state, command);
            if (decision instanceof Decision.Rejected<TccEvent> rejected) {
                refusal = rejected.code();
            } else if (decision instanceof Decision.Accepted<TccEvent> accepted) {
                accepted.events().forEach(this::record);
            }
        }

        private void record(TccEvent event) {
            TccState before = state;
            state = rules.evolve(before, event);
            for (TccEffect effect : TccEffects.of(before, event, state)) {
                if (effect instanceof TccEffect.Ask ask) {
                    asked.add("%s %d %s"
                            .formatted(
                                    ask.phase().text(), ask.attempt(), ask.leg().name()));
                }
            }
        }

        /** How it stands, in a line. */
        String standing() {
            return "%s, decided %s, %s"
                    .formatted(state.result(), state.verdict(), state.outcome().participants());
        }

        String result() {
            return refusal != null
                    ? "a rejection with code " + refusal
                    : "the requests %s; %s%s"
                            .formatted(asked, standing(), state.needsRepair() ? "; it needs repair" : "");
        }
    }
}
