/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static java.util.Objects.requireNonNull;

import dev.skald.Decision;
import dev.skald.kafka.AggregateType;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Fence;
import dev.skald.tcc.Fence.Admission;
import dev.skald.tcc.Phase;
import dev.skald.tcc.TccParticipant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A specification of an aggregate as a participant, behind its fence: given events and earlier requests, when a request
 * comes, then this answer and these events.
 *
 * <pre>{@code
 * ParticipantSpec.of(STOCK, STOCK_PARTICIPANT)
 *         .given(new Restocked(10))
 *         .asked(TRY, new Pieces(4))
 *         .when(CANCEL, new Pieces(4))
 *         .thenDone(new Released("spec"));
 * }</pre>
 *
 * <p>All requests belong to one agreement, whose id is {@value #TCC_ID}. Nothing but the rules, the fence's rules and
 * serdes runs. A failed expectation is an {@link AssertionError} that tells the whole story.
 *
 * @param <S> the aggregate's state
 * @param <R> the requests
 * @param <E> the aggregate's events
 */
public final class ParticipantSpec<S, R, E> {

    /** The id of the agreement that all requests belong to. */
    public static final String TCC_ID = "spec";

    private final AggregateType<S, ?, E> type;
    private final RoundTrip<S, ?, E> serdes;
    private final TccParticipant<S, R, E> participant;

    private ParticipantSpec(
            AggregateType<S, ?, E> type, RoundTrip<S, ?, E> serdes, TccParticipant<S, R, E> participant) {
        this.type = type;
        this.serdes = serdes;
        this.participant = participant;
    }

    /** Begins specifications of an aggregate with these rules as a participant. */
    public static <S, C, R, E> ParticipantSpec<S, R, E> of(
            AggregateType<S, C, E> type, TccParticipant<S, R, E> participant) {
        return new ParticipantSpec<>(type, new RoundTrip<>(type), requireNonNull(participant, "participant"));
    }

    /** What has happened to the instance before. */
    @SafeVarargs
    @SuppressWarnings("varargs") // List.of only reads them.
    public final Given<S, R, E> given(E... events) {
        S state = serdes.state(type.decider().initialState());
        for (E event : events) {
            state = evolve(state, event);
        }
        return new Given<>(this, List.of(events), List.of(), state, Fence.Status.NEVER_SEEN, null);
    }

    /** An instance to which nothing has happened yet. */
    public Given<S, R, E> givenNothing() {
        S state = serdes.state(type.decider().initialState());
        return new Given<>(this, List.of(), List.of(), state, Fence.Status.NEVER_SEEN, null);
    }

    private S evolve(S state, E event) {
        return serdes.state(type.decider().evolve(state, serdes.event(event)));
    }

    /**
     * How things stand before a request.
     *
     * @param <S> the aggregate's state
     * @param <R> the requests
     * @param <E> the aggregate's events
     */
    public static final class Given<S, R, E> {

        private final ParticipantSpec<S, R, E> spec;
        private final List<E> history;
        private final List<String> requests;
        private final S state;
        private final Fence.Status fence;
        private final @Nullable Answer tried;

        private Given(
                ParticipantSpec<S, R, E> spec,
                List<E> history,
                List<String> requests,
                S state,
                Fence.Status fence,
                @Nullable Answer tried) {
            this.spec = spec;
            this.history = List.copyOf(history);
            this.requests = List.copyOf(requests);
            this.state = state;
            this.fence = fence;
            this.tried = tried;
        }

        /** What it was asked for before. */
        public Given<S, R, E> asked(Phase phase, R request) {
            return when(phase, request).and();
        }

        /** What it is asked for now. */
        public When<S, R, E> when(Phase phase, R request) {
            Admission admission = Fence.admit(phase, fence, spec.participant.hasEffectsOutside());
            String asked = phase.text() + " " + request;
            if (admission instanceof Admission.Refuse refuse) {
                return new When<>(this, asked, false, refuse.answer(), List.of(), this.after(asked, fence, tried));
            } else if (admission instanceof Admission.Settle settle) {
                return new When<>(
                        this, asked, false, settle.answer(), List.of(), this.after(asked, settle.status(), tried));
            } else if (admission instanceof Admission.Repeat) {
                Answer again = phase == Phase.TRY && tried != null ? tried : Answer.done();
                return new When<>(this, asked, false, again, List.of(), this.after(asked, fence, tried));
            }
            return run(phase, request, asked);
        }

        private When<S, R, E> run(Phase phase, R request, String asked) {
            List<E> events = List.of();
            Answer answer;
            try {
                Decision<E> decision = decide(phase, request);
                if (decision instanceof Decision.Accepted<E> accepted) {
                    events = accepted.events();
                    answer = Answer.done();
                } else {
                    Decision.Rejected<E> rejected = (Decision.Rejected<E>) decision;
                    answer = Answer.failed(rejected.code(), rejected.reason());
                }
            } catch (RuntimeException e) {
                String code = e.getClass().getName();
                String reason = String.valueOf(e.getMessage());
                answer = phase == Phase.TRY ? Answer.failed(code, reason) : Answer.retry(code, reason);
            }
            Given<S, R, E> after =
                    after(asked, Fence.after(phase, answer).orElse(fence), phase == Phase.TRY ? answer : tried);
            for (E event : events) {
                after = after.with(event);
            }
            return new When<>(this, asked, true, answer, events, after);
        }

        private Decision<E> decide(Phase phase, R request) {
            return switch (phase) {
                case TRY -> spec.participant.reserve(state, TCC_ID, request);
                case CONFIRM -> spec.participant.confirm(state, TCC_ID, request);
                case CANCEL -> spec.participant.cancel(state, TCC_ID, request);
            };
        }

        private Given<S, R, E> after(String asked, Fence.Status status, @Nullable Answer answer) {
            List<String> more = new ArrayList<>(requests);
            more.add(asked);
            return new Given<>(spec, history, more, state, status, answer);
        }

        /** Something else has happened to the instance since. */
        public Given<S, R, E> with(E event) {
            List<E> more = new ArrayList<>(history);
            more.add(event);
            return new Given<>(spec, more, requests, spec.evolve(state, event), fence, tried);
        }
    }

    /**
     * What has come of a request; say what it should be.
     *
     * @param <S> the aggregate's state
     * @param <R> the requests
     * @param <E> the aggregate's events
     */
    public static final class When<S, R, E> {

        private final Given<S, R, E> given;
        private final String asked;
        private final boolean ran;
        private final Answer answer;
        private final List<E> events;
        private final Given<S, R, E> after;

        private When(
                Given<S, R, E> given, String asked, boolean ran, Answer answer, List<E> events, Given<S, R, E> after) {
            this.given = given;
            this.asked = asked;
            this.ran = ran;
            this.answer = answer;
            this.events = List.copyOf(events);
            this.after = after;
        }

        /** Expects the answer that it is done, and exactly these events, in this order. */
        @SafeVarargs
        @SuppressWarnings("varargs") // List.of only reads them.
        public final When<S, R, E> thenDone(E... expected) {
            return expect(
                    answer.isDone() && events.equals(List.of(expected)), "done, with the events " + List.of(expected));
        }

        /** Expects the answer that it will never be done, with this code. */
        public When<S, R, E> thenFailed(String code) {
            return expect(answer.kind() == Answer.Kind.FAILED && answer.code().equals(code), "failed " + code);
        }

        /** Expects the answer that it was not possible this time, because the rules threw. */
        public When<S, R, E> thenRetry() {
            return expect(answer.kind() == Answer.Kind.RETRY, "retry");
        }

        /** Expects that the rules were called. */
        public When<S, R, E> thenRan() {
            return expect(ran, "that the rules are called");
        }

        /** Expects that the fence answered, and the rules were not called. */
        public When<S, R, E> thenDidNotRun() {
            return expect(!ran, "that the rules are not called");
        }

        /** Checks the aggregate's state after the events. */
        public When<S, R, E> thenState(Consumer<? super S> check) {
            check.accept(after.state);
            return this;
        }

        /** Goes on: this request is an earlier one to the next. */
        public Given<S, R, E> and() {
            return after;
        }

        private When<S, R, E> expect(boolean holds, String expected) {
            if (holds) {
                return this;
            }
            throw new AssertionError("""
                    %s as a participant:
                      given    %s
                      asked    %s
                      so state %s, behind a fence that says %s
                      when     %s
                      expected %s
                      but was  %s, with the events %s; the rules were %scalled""".formatted(
                            given.spec.type,
                            given.history,
                            given.requests,
                            given.state,
                            given.fence,
                            asked,
                            expected,
                            answer,
                            events,
                            ran ? "" : "not "));
        }
    }
}
