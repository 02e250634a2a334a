/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.examples.loandesk;

import dev.skald.Cases;
import dev.skald.Decider;
import dev.skald.Decision;
import dev.skald.IdempotenceWindow;
import dev.skald.SnapshotPolicy;
import dev.skald.kafka.AggregateType;
import dev.skald.serdes.avro.AvroSerde;
import dev.skald.serdes.json.JsonSerde;
import dev.skald.serdes.registry.SchemaRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** An application for a loan, from its submission to the money or the refusal, with its offers and work items. */
public final class LoanApplication {

    /**
     * Where a command comes from.
     *
     * @param number the position among the records of its application, from 0
     * @param at when it happened
     * @param resource who or what did it, if that is known
     */
    public record Entry(int number, Instant at, @Nullable String resource) {}

    // Commands

    /** What can be asked of an application. */
    public sealed interface Command {

        /** Where it comes from. */
        Entry entry();
    }

    /** Submits the application. */
    public record Submit(long amount, Entry entry) implements Command {}

    /** Moves it to its next stage. */
    public record Advance(Stage stage, Entry entry) implements Command {}

    /** Takes a step with an offer to the applicant. */
    public record ProcessOffer(OfferStep step, Entry entry) implements Command {}

    /** Makes a work item available. */
    public record ScheduleWork(String item, Entry entry) implements Command {}

    /** Begins to work on an item. */
    public record StartWork(String item, Entry entry) implements Command {}

    /** Stops working on an item. */
    public record CompleteWork(String item, Entry entry) implements Command {}

    // Events

    /** What can have happened to an application. */
    public sealed interface Event {

        /** Where it comes from. */
        Entry entry();
    }

    /** It was submitted. */
    public record Submitted(long amount, Entry entry) implements Event {}

    /** It reached a stage. */
    public record Advanced(Stage stage, Entry entry) implements Event {}

    /** A step was taken with an offer. */
    public record OfferProcessed(OfferStep step, Entry entry) implements Event {}

    /** A work item became available. */
    public record WorkScheduled(String item, Entry entry) implements Event {}

    /** Work on an item began. */
    public record WorkStarted(String item, Entry entry) implements Event {}

    /** Work on an item ended. */
    public record WorkCompleted(String item, Entry entry) implements Event {}

    // State

    /** What an application goes through after its submission. */
    public enum Stage {
        PARTLY_SUBMITTED,
        PRE_ACCEPTED,
        ACCEPTED,
        FINALIZED,
        APPROVED,
        REGISTERED,
        ACTIVATED,
        DECLINED,
        CANCELLED
    }

    /** What happens to an offer. */
    public enum OfferStep {
        SELECTED,
        CREATED,
        SENT,
        SENT_BACK,
        ACCEPTED,
        DECLINED,
        CANCELLED
    }

    /** What has become of a work item. */
    public enum WorkState {
        SCHEDULED,
        STARTED
    }

    /** Where an application stands, for people. */
    public enum Status {
        UNKNOWN,
        SUBMITTED,
        PARTLY_SUBMITTED,
        PRE_ACCEPTED,
        ACCEPTED,
        FINALIZED,
        APPROVED,
        DECLINED,
        CANCELLED
    }

    /**
     * The offers of an application.
     *
     * @param selected how many were selected
     * @param created how many of these were created
     * @param sent how many of these were sent
     * @param open how many of these are neither accepted nor declined nor cancelled
     */
    public record Offers(int selected, int created, int sent, int open) {
        static final Offers NONE = new Offers(0, 0, 0, 0);
    }

    /**
     * An application.
     *
     * @param submitted whether it was submitted
     * @param amount how much was asked for, in euros
     * @param reached the stages that it has reached
     * @param offers its offers
     * @param work its work items
     * @param nextNumber the number after that of the last record that was accepted
     */
    public record State(
            boolean submitted,
            long amount,
            Set<Stage> reached,
            Offers offers,
            Map<String, WorkState> work,
            int nextNumber) {

        static final State NONE = new State(false, 0, Set.of(), Offers.NONE, Map.of(), 0);

        public State {
            reached = Set.copyOf(reached);
            work = Map.copyOf(work);
        }

        boolean isClosed() {
            return reached.contains(Stage.DECLINED) || reached.contains(Stage.CANCELLED);
        }

        /** Where it stands. */
        public Status status() {
            Status status = submitted ? Status.SUBMITTED : Status.UNKNOWN;
            for (Stage stage : Stage.values()) {
                // Registered and activated are what an approved application becomes, in any order.
                if (reached.contains(stage) && stage != Stage.REGISTERED && stage != Stage.ACTIVATED) {
                    status = Status.valueOf(stage.name());
                }
            }
            return status;
        }

        private State with(Stage stage) {
            EnumSet<Stage> more = EnumSet.of(stage);
            more.addAll(reached);
            return new State(submitted, amount, more, offers, work, nextNumber);
        }

        private State with(Offers changed) {
            return new State(submitted, amount, reached, changed, work, nextNumber);
        }

        private State with(String item, WorkState state) {
            Map<String, WorkState> changed = new TreeMap<>(work);
            changed.put(item, state);
            return new State(submitted, amount, reached, offers, changed, nextNumber);
        }

        /** An item may be scheduled again while somebody works on it. */
        private State withScheduled(String item) {
            return work.containsKey(item) ? this : with(item, WorkState.SCHEDULED);
        }

        private State after(Entry entry) {
            return new State(submitted, amount, reached, offers, work, entry.number() + 1);
        }
    }

    // Decider

    private static final BiFunction<State, Command, Decision<Event>> RULES = Cases.<State, Command, Decision<Event>>of(
                    Command.class)
            .on(Submit.class, LoanApplication::submit)
            .on(Advance.class, LoanApplication::advance)
            .on(ProcessOffer.class, LoanApplication::processOffer)
            .on(ScheduleWork.class, LoanApplication::scheduleWork)
            .on(StartWork.class, LoanApplication::startWork)
            .on(CompleteWork.class, LoanApplication::completeWork)
            .exhaustive();

    private static final BiFunction<State, Event, State> CHANGES = Cases.<State, Event, State>of(Event.class)
            .on(Submitted.class, (state, event) -> new State(true, event.amount(), Set.of(), Offers.NONE, Map.of(), 0))
            .on(Advanced.class, (state, event) -> state.with(event.stage()))
            .on(OfferProcessed.class, (state, event) -> state.with(offers(state.offers(), event.step())))
            .on(WorkScheduled.class, (state, event) -> state.withScheduled(event.item()))
            .on(WorkStarted.class, (state, event) -> state.with(event.item(), WorkState.STARTED))
            .on(WorkCompleted.class, (state, event) -> state.with(event.item(), WorkState.SCHEDULED))
            .exhaustive();

    /** The rules. */
    public static final Decider<State, Command, Event> DECIDER =
            Decider.of(State.NONE, LoanApplication::decide, LoanApplication::evolve);

    /** The aggregate. No application of the log has more than 175 records, so each remembers all of its commands. */
    public static final AggregateType<State, Command, Event> TYPE = AggregateType.named("loan-application", DECIDER)
            .commands(JsonSerde.of(Command.class))
            .events(JsonSerde.of(Event.class))
            .states(JsonSerde.of(State.class))
            .snapshots(SnapshotPolicy.every(50))
            .idempotence(new IdempotenceWindow(256, Duration.ofDays(3650)))
            .build();

    private LoanApplication() {}

    /** The same aggregate with its data in Avro. */
    static AggregateType<State, Command, Event> inAvro(SchemaRegistry registry) {
        return AggregateType.named("loan-application", DECIDER)
                .commands(AvroSerde.of(Command.class).with(registry))
                .events(AvroSerde.of(Event.class).with(registry))
                .states(AvroSerde.of(State.class).with(registry))
                .snapshots(SnapshotPolicy.every(50))
                .idempotence(new IdempotenceWindow(256, Duration.ofDays(3650)))
                .build();
    }

    private static Decision<Event> decide(State state, Command command) {
        int number = command.entry().number();
        if (number < state.nextNumber()) {
            return Decision.reject(
                    "already-past",
                    "expected record %d or a later one, but it is record %d".formatted(state.nextNumber(), number));
        }
        return RULES.apply(state, command);
    }

    private static State evolve(State state, Event event) {
        return CHANGES.apply(state, event).after(event.entry());
    }

    // Rules

    private static Decision<Event> submit(State state, Submit submit) {
        return state.submitted()
                ? Decision.reject("already-submitted", "expected a new application, but it was submitted before")
                : Decision.accept(new Submitted(submit.amount(), submit.entry()));
    }

    private static Decision<Event> advance(State state, Advance advance) {
        Stage stage = advance.stage();
        if (state.isClosed()) {
            return closed(state);
        }
        if (state.reached().contains(stage)) {
            return Decision.reject(
                    "already-reached", "expected a new stage, but %s was reached before".formatted(stage));
        }
        if (!mayFollow(state, stage)) {
            return Decision.reject("out-of-order", "%s cannot follow %s".formatted(stage, state.reached()));
        }
        return Decision.accept(new Advanced(stage, advance.entry()));
    }

    private static boolean mayFollow(State state, Stage stage) {
        Set<Stage> reached = state.reached();
        return switch (stage) {
            case PARTLY_SUBMITTED -> state.submitted();
            case PRE_ACCEPTED -> reached.contains(Stage.PARTLY_SUBMITTED);
            case ACCEPTED -> reached.contains(Stage.PRE_ACCEPTED);
            case FINALIZED -> reached.contains(Stage.ACCEPTED);
            case APPROVED, REGISTERED, ACTIVATED -> reached.contains(Stage.FINALIZED);
            case DECLINED, CANCELLED -> reached.contains(Stage.PARTLY_SUBMITTED) && !isGranted(reached);
        };
    }

    private static boolean isGranted(Set<Stage> reached) {
        return reached.contains(Stage.APPROVED)
                || reached.contains(Stage.REGISTERED)
                || reached.contains(Stage.ACTIVATED);
    }

    private static Decision<Event> processOffer(State state, ProcessOffer process) {
        Offers offers = state.offers();
        boolean possible = switch (process.step()) {
            case SELECTED -> state.reached().contains(Stage.PRE_ACCEPTED) && !state.isClosed();
            case CREATED -> offers.created() < offers.selected();
            case SENT -> offers.sent() < offers.created();
            case SENT_BACK, ACCEPTED, DECLINED, CANCELLED -> offers.open() > 0;
        };
        return possible
                ? Decision.accept(new OfferProcessed(process.step(), process.entry()))
                : Decision.reject("no-such-offer", "no offer can be %s: %s".formatted(process.step(), offers));
    }

    private static Offers offers(Offers offers, OfferStep step) {
        return switch (step) {
            case SELECTED -> new Offers(offers.selected() + 1, offers.created(), offers.sent(), offers.open());
            case CREATED -> new Offers(offers.selected(), offers.created() + 1, offers.sent(), offers.open());
            case SENT -> new Offers(offers.selected(), offers.created(), offers.sent() + 1, offers.open() + 1);
            case SENT_BACK -> offers;
            case ACCEPTED, DECLINED, CANCELLED ->
                new Offers(offers.selected(), offers.created(), offers.sent(), offers.open() - 1);
        };
    }

    private static Decision<Event> scheduleWork(State state, ScheduleWork schedule) {
        if (!state.submitted()) {
            return Decision.reject("not-submitted", "expected a submitted application, but it was not submitted");
        }
        return state.isClosed() ? closed(state) : Decision.accept(new WorkScheduled(schedule.item(), schedule.entry()));
    }

    private static Decision<Event> startWork(State state, StartWork start) {
        WorkState work = state.work().get(start.item());
        if (state.isClosed()) {
            return closed(state);
        }
        if (work == null) {
            return Decision.reject(
                    "not-scheduled", "expected a scheduled work item, but %s is not".formatted(start.item()));
        }
        return work == WorkState.STARTED
                ? Decision.reject(
                        "already-started", "expected an item to start, but %s is started".formatted(start.item()))
                : Decision.accept(new WorkStarted(start.item(), start.entry()));
    }

    private static Decision<Event> completeWork(State state, CompleteWork complete) {
        return state.work().get(complete.item()) == WorkState.STARTED
                ? Decision.accept(new WorkCompleted(complete.item(), complete.entry()))
                : Decision.reject(
                        "not-started", "expected a started work item, but %s is not".formatted(complete.item()));
    }

    private static Decision<Event> closed(State state) {
        return Decision.reject("application-closed", "expected an open application, but it is " + state.status());
    }
}
