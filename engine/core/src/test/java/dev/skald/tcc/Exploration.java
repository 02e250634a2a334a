/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import dev.skald.Decider;
import dev.skald.tcc.Fence.Status;
import dev.skald.tcc.ModelCoordinator.Violation;
import dev.skald.tcc.ModelParticipant.Gate;
import dev.skald.tcc.ModelParticipant.Reply;
import dev.skald.tcc.Outcome.Result;
import dev.skald.tcc.TccEvent.Order;
import dev.skald.tcc.TccEvent.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Looks at every way in which an agreement of two participants can go.
 *
 * <p>The network is as bad as can be: a request or an answer that was once sent may arrive never, once, or again and
 * again, at any later moment and in any order; so duplicates, losses and reordering need no steps of their own. Any
 * timer that is pending may fire at any moment. What is bounded: the retries, how many confirms and cancels of each
 * participant fail before they succeed, and how often an operator intervenes. A restart changes nothing here, because
 * states are values; that they are stored whole is shown elsewhere.
 *
 * <p>The coordinator and each participant are small machines whose states are numbered as they are met, so that a state
 * of the world is three numbers and each step of a machine is computed once.
 */
final class Exploration {

    static final List<String> SIDES = List.of("flight", "hotel");
    private static final int BITS = 20;
    private static final int MASK = (1 << BITS) - 1;

    /** What is bounded, and which participants have effects outside of their store. */
    record Setting(Order order, int retries, int misses, int orders, List<Boolean> workers) {}

    /** What was seen. */
    record Seen(int worlds, int coordinators, int participants, long steps, Map<Result, Integer> ends) {}

    private record Move(Object what, long to) {}

    /** A step of the coordinator or of a participant. */
    private record Step(int from, Object what) {}

    private record Request(String side, Phase phase, int attempt) {}

    private record Arrival(String side, Reply reply) {}

    private record Due(List<String> sides) {}

    private final Decider<TccState, TccCommand, TccEvent> rules;
    private final Gate gate;
    private final Setting setting;
    private final Numbered<ModelCoordinator> coordinators = new Numbered<>();
    private final Numbered<ModelParticipant> participants = new Numbered<>();
    private final Map<Step, Integer> coordinatorSteps = new HashMap<>();
    private final Map<Step, List<Integer>> participantSteps = new HashMap<>();
    private final Map<Long, Long> cameFrom = new HashMap<>();
    private final Map<Result, Integer> ends = new EnumMap<>(Result.class);
    private final Map<Integer, List<Integer>> graph = new HashMap<>();
    private long steps;

    Exploration(Decider<TccState, TccCommand, TccEvent> rules, Gate gate, Setting setting) {
        this.rules = rules;
        this.gate = gate;
        this.setting = setting;
    }

    /**
     * Looks at all of it.
     *
     * @throws AssertionError with the way that leads to what must not be
     */
    Seen run() {
        Deque<Long> frontier = new ArrayDeque<>();
        long first = first();
        cameFrom.put(first, first);
        frontier.add(first);
        while (!frontier.isEmpty()) {
            long world = frontier.remove();
            List<Move> moves = moves(world);
            boolean last = true;
            for (Move move : moves) {
                steps++;
                last &= move.to() == world;
                if (cameFrom.putIfAbsent(move.to(), world) == null) {
                    check(move.to());
                    frontier.add(move.to());
                }
            }
            if (last) {
                ended(world);
            }
        }
        requireThatNothingGoesInCircles();
        return new Seen(cameFrom.size(), coordinators.size(), participants.size(), steps, ends);
    }

    private long first() {
        RetryPolicy retry = RetryPolicy.DEFAULT.withRetries(setting.retries());
        List<Leg> legs = SIDES.stream()
                .map(side -> Agreement.leg(side, ParticipantOptions.unset().withRetry(retry)))
                .toList();
        return world(
                coordinators.number(ModelCoordinator.started(rules, legs, setting.order(), setting.orders())),
                participants.number(ModelParticipant.of(setting.workers().get(0), setting.misses())),
                participants.number(ModelParticipant.of(setting.workers().get(1), setting.misses())));
    }

    private List<Move> moves(long world) {
        List<Move> moves = new ArrayList<>();
        ModelCoordinator coordinator = coordinators.get(coordinator(world));
        for (int side = 0; side < SIDES.size(); side++) {
            requests(world, side, coordinator, moves);
            answers(world, side, moves);
        }
        for (List<String> due : List.of(SIDES.subList(0, 1), SIDES.subList(1, 2), SIDES)) {
            coordinate(world, new Due(due), () -> coordinator.woken(rules, due), moves);
        }
        if (coordinator.state().needsRepair() && coordinator.orders() > 0) {
            TccCommand retry = new TccCommand.Retry("", Agreement.START);
            TccCommand resolve = new TccCommand.Resolve("", Agreement.START);
            coordinate(world, retry, () -> coordinator.ordered(rules, retry), moves);
            coordinate(world, resolve, () -> coordinator.ordered(rules, resolve), moves);
        }
        return moves;
    }

    /** Any request that was ever sent reaches its participant, for the first time or again. */
    private void requests(long world, int side, ModelCoordinator coordinator, List<Move> moves) {
        String name = SIDES.get(side);
        Side asked = coordinator.state().sides().get(name);
        for (Phase phase : Phase.values()) {
            int attempts = asked == null ? 0 : asked.step(phase).attempts();
            for (int attempt = 1; attempt <= attempts; attempt++) {
                Request request = new Request(name, phase, attempt);
                List<Integer> next =
                        participantSteps.computeIfAbsent(new Step(participant(world, side), request), this::asked);
                next.forEach(to -> moves.add(new Move(request, with(world, side, to))));
            }
        }
    }

    private List<Integer> asked(Step step) {
        Request request = (Request) step.what();
        return participants.get(step.from()).asked(request.phase(), request.attempt(), gate).stream()
                .map(participants::number)
                .toList();
    }

    /** Any answer that was ever sent reaches the coordinator, for the first time or again; or it takes longer. */
    private void answers(long world, int side, List<Move> moves) {
        ModelCoordinator coordinator = coordinators.get(coordinator(world));
        String name = SIDES.get(side);
        for (Reply reply : participants.get(participant(world, side)).answers()) {
            coordinate(world, new Arrival(name, reply), () -> coordinator.answered(rules, name, reply), moves);
        }
        for (Phase phase : Phase.values()) {
            Side asked = coordinator.state().sides().get(name);
            if (asked != null && asked.step(phase).isGoingOn()) {
                Reply working = new Reply(phase, asked.step(phase).attempts(), Answer.Kind.WORKING);
                coordinate(world, new Arrival(name, working), () -> coordinator.answered(rules, name, working), moves);
            }
        }
    }

    private void coordinate(long world, Object what, Supplier<ModelCoordinator> step, List<Move> moves) {
        int from = coordinator(world);
        Step key = new Step(from, what);
        Integer known = coordinatorSteps.get(key);
        if (known == null) {
            try {
                int before = coordinators.size();
                known = coordinators.number(step.get());
                if (coordinators.size() > before) {
                    coordinators.get(known).requireThatTimeLeadsToAnEnd(rules);
                }
            } catch (Violation e) {
                throw failure(String.valueOf(e.getMessage()), world, what.toString());
            }
            coordinatorSteps.put(key, known);
            if (known != from) {
                graph.computeIfAbsent(from, origin -> new ArrayList<>()).add(known);
            }
        }
        moves.add(new Move(what, world(known, participant(world, 0), participant(world, 1))));
    }

    private void check(long world) {
        TccState state = coordinators.get(coordinator(world)).state();
        List<ModelParticipant> both =
                List.of(participants.get(participant(world, 0)), participants.get(participant(world, 1)));
        for (ModelParticipant one : both) {
            require(one.runs().tries() <= 1, "a try took effect twice", world);
            require(one.runs().confirms() <= 1, "a confirm took effect twice", world);
            require(one.runs().cancels() <= 1, "a cancel took effect twice", world);
            require(
                    state.verdict() != Verdict.CONFIRM
                            || one.status() == Status.TRY_DONE
                            || one.status() == Status.CONFIRMED,
                    "decided to confirm what was not tried",
                    world);
            require(state.result() != Result.CONFIRMED || one.booked(), "confirmed, but not booked", world);
            require(state.result() != Result.TRY_FAILED || !one.booked(), "not agreed, but booked", world);
            boolean consistent = state.result() == Result.CONFIRMED || state.result() == Result.TRY_FAILED;
            require(!consistent || !one.held(), "it ended, but something is held", world);
        }
        require(
                both.stream().noneMatch(ModelParticipant::booked)
                        || both.stream().noneMatch(one -> one.runs().cancels() > 0),
                "one was confirmed and one was cancelled",
                world);
    }

    private void ended(long world) {
        TccState state = coordinators.get(coordinator(world)).state();
        require(state.hasEnded(), "nothing can happen any more, and it has not ended", world);
        ends.merge(state.result(), 1, Integer::sum);
    }

    /** Participants only ever learn more; so if the coordinator does not come back to a state, every way ends. */
    private void requireThatNothingGoesInCircles() {
        Map<Integer, Integer> arrows = new HashMap<>();
        graph.values().forEach(targets -> targets.forEach(to -> arrows.merge(to, 1, Integer::sum)));
        Deque<Integer> free = new ArrayDeque<>();
        for (int number = 0; number < coordinators.size(); number++) {
            if (!arrows.containsKey(number)) {
                free.add(number);
            }
        }
        int sorted = 0;
        while (!free.isEmpty()) {
            sorted++;
            for (int to : graph.getOrDefault(free.remove(), List.of())) {
                if (arrows.merge(to, -1, Integer::sum) == 0) {
                    free.add(to);
                }
            }
        }
        if (sorted != coordinators.size()) {
            throw new AssertionError("the coordinator can go in circles for ever");
        }
    }

    private void require(boolean holds, String otherwise, long world) {
        if (!holds) {
            throw failure(otherwise, world, "");
        }
    }

    private AssertionError failure(String problem, long world, String lastStep) {
        List<String> story = new ArrayList<>();
        long at = world;
        long from = before(at);
        while (from != at) {
            long to = at;
            story.add(moves(from).stream()
                    .filter(move -> move.to() == to)
                    .findFirst()
                    .orElseThrow()
                    .what()
                    .toString());
            at = from;
            from = before(at);
        }
        Collections.reverse(story);
        if (!lastStep.isEmpty()) {
            story.add(lastStep);
        }
        return new AssertionError("%s:%n  %s".formatted(problem, String.join(System.lineSeparator() + "  ", story)));
    }

    private long before(long world) {
        return cameFrom.getOrDefault(world, world);
    }

    private static long world(long coordinator, long first, long second) {
        return coordinator << (2 * BITS) | first << BITS | second;
    }

    private static int coordinator(long world) {
        return (int) (world >>> (2 * BITS));
    }

    private static int participant(long world, int side) {
        return (int) (world >>> (side == 0 ? BITS : 0)) & MASK;
    }

    private static long with(long world, int side, int participant) {
        return side == 0
                ? world(coordinator(world), participant, participant(world, 1))
                : world(coordinator(world), participant(world, 0), participant);
    }

    /** Things and their numbers. */
    private static final class Numbered<T> {

        private final Map<T, Integer> numbers = new LinkedHashMap<>();
        private final List<T> things = new ArrayList<>();

        int number(T thing) {
            Integer known = numbers.putIfAbsent(thing, things.size());
            if (known != null) {
                return known;
            }
            things.add(thing);
            if (things.size() > MASK) {
                throw new IllegalStateException("too many states");
            }
            return things.size() - 1;
        }

        T get(int number) {
            return things.get(number);
        }

        int size() {
            return things.size();
        }
    }
}
