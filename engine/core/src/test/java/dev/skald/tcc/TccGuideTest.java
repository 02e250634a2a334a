/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.Decision;
import dev.skald.tcc.Fence.Admission;
import dev.skald.tcc.Fence.Status;
import dev.skald.tcc.TccEvent.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The state machines that the guide draws are those of the rules: no arrow is missing, and none is invented. */
class TccGuideTest {

    private static final Path GUIDE = Path.of("..", "..", "docs", "guide", "tcc.md");
    private static final Pattern DRAWING = Pattern.compile("```mermaid\\n(.*?)```", Pattern.DOTALL);
    private static final TccRules RULES = new TccRules();
    private static final List<String> SIDES = List.of("flight", "hotel");

    private record Change(TccState before, TccEvent event, TccState after) {}

    private static final List<Change> CHANGES = new ArrayList<>();

    @BeforeAll
    static void lookAtAllStates() {
        RetryPolicy once = RetryPolicy.DEFAULT.withRetries(0);
        List<Leg> legs = SIDES.stream()
                .map(side -> Agreement.leg(side, ParticipantOptions.unset().withRetry(once)))
                .toList();
        Set<TccState> seen = new HashSet<>();
        Deque<TccState> open = new ArrayDeque<>();
        open.add(TccState.NONE);
        while (!open.isEmpty()) {
            TccState state = open.remove();
            for (TccCommand command : commands(state, legs)) {
                TccState next = ModelCoordinator.timeless(after(state, command), List.of());
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
    }

    @Test
    void theCourseOfAnAgreementIsDrawnAsItIs() throws IOException {
        assertThat(drawn(0)).isEqualTo(arrows(TccGuideTest::stage));
    }

    @Test
    void repairIsDrawnAsItIs() throws IOException {
        Set<String> arrows = arrows(state -> state.hasEnded() ? state.repairOpen() ? "open" : "in_order" : "[*]");
        assertThat(drawn(1)).isEqualTo(arrows);
    }

    @Test
    void theTableOfTheFenceSaysWhatTheFenceDoes() throws IOException {
        String table = Stream.of(Status.values()).map(TccGuideTest::row).collect(Collectors.joining("\n"));
        assertThat(Files.readString(GUIDE)).contains(table);
    }

    @Test
    void theDefaultsAreAsTheGuideSays() throws IOException {
        RetryPolicy retry = RetryPolicy.DEFAULT;
        Leg.Terms terms = Leg.Terms.of(ParticipantOptions.unset());
        assertThat(Files.readString(GUIDE))
                .contains(
                        "| try timeout | %d s |".formatted(terms.tryTimeout().toSeconds()),
                        "| answer timeout | %d s |"
                                .formatted(terms.answerTimeout().toSeconds()),
                        "| retries | %d |".formatted(retry.retries()),
                        "| first delay | %d ms |".formatted(retry.firstDelay().toMillis()),
                        "| factor | %s |".formatted(retry.factor()),
                        "| jitter | %.0f %% |".formatted(retry.jitter() * 100),
                        "| longest delay | %d s |".formatted(retry.mostDelay().toSeconds()),
                        "| longest total | %d min |".formatted(retry.mostTotal().toMinutes()));
    }

    private static String stage(TccState state) {
        if (!state.hasBegun()) {
            return "[*]";
        } else if (state.hasEnded()) {
            return state.result().name();
        }
        Phase phase = state.phaseTwo();
        return phase == null ? "trying" : phase == Phase.CONFIRM ? "confirming" : "canceling";
    }

    /** Each change of stage; and what an operator ordered, which changes no stage by itself. */
    private static Set<String> arrows(Function<TccState, String> stage) {
        Set<String> arrows = new TreeSet<>();
        for (Change change : CHANGES) {
            String from = stage.apply(change.before());
            String to = stage.apply(change.after());
            boolean ordered = change.event() instanceof TccEvent.RetryOrdered && from.equals("open");
            if (!from.equals(to) || ordered) {
                arrows.add("%s --> %s: %s"
                        .formatted(from, to, change.event().getClass().getSimpleName()));
            }
        }
        return arrows;
    }

    private static Set<String> drawn(int number) throws IOException {
        return DRAWING.matcher(Files.readString(GUIDE))
                .results()
                .skip(number)
                .findFirst()
                .orElseThrow()
                .group(1)
                .lines()
                .map(String::strip)
                .filter(line -> line.contains("-->"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String row(Status status) {
        return "| %s | %s | %s | %s |"
                .formatted(status, cell(Phase.TRY, status), cell(Phase.CONFIRM, status), cell(Phase.CANCEL, status));
    }

    private static String cell(Phase phase, Status status) {
        String outside = text(Fence.admit(phase, status, true));
        String inside = text(Fence.admit(phase, status, false));
        return outside.equals(inside) ? inside : "%s with effects outside; else %s".formatted(outside, inside);
    }

    private static String text(Admission admission) {
        if (admission instanceof Admission.Run) {
            return "runs";
        } else if (admission instanceof Admission.Repeat) {
            return "same answer";
        } else if (admission instanceof Admission.Settle settle) {
            String code = settle.answer().code();
            return "%s%s, becomes %s"
                    .formatted(settle.answer().kind().text(), code.isEmpty() ? "" : " `" + code + "`", settle.status());
        }
        return "failed `%s`".formatted(((Admission.Refuse) admission).answer().code());
    }

    private static List<TccCommand> commands(TccState state, List<Leg> legs) {
        if (!state.hasBegun()) {
            return List.of(new TccCommand.Start("trip-1", "trip", legs, Order.PARALLEL, null, null, Agreement.START));
        }
        List<TccCommand> commands = new ArrayList<>();
        for (String side : SIDES) {
            for (Phase phase : Phase.values()) {
                for (Answer answer : List.of(Answer.done(), Answer.failed("no", ""), Answer.retry("later", ""))) {
                    // More attempts than these lead to nothing new, but would never end, as operators never tire.
                    for (int attempt = 1; attempt <= 2; attempt++) {
                        commands.add(new TccCommand.Report(side, phase, attempt, answer, Agreement.START));
                    }
                }
            }
        }
        boolean fresh = state.all().stream()
                .allMatch(side ->
                        side.confirming().attempts() < 2 && side.canceling().attempts() < 2);
        if (fresh) {
            commands.add(new TccCommand.Retry("", Agreement.START));
        }
        commands.add(new TccCommand.Resolve("", Agreement.START));
        return commands;
    }

    private static TccState after(TccState state, TccCommand command) {
        TccState next = state;
        if (RULES.decide(state, command) instanceof Decision.Accepted<TccEvent> accepted) {
            for (TccEvent event : accepted.events()) {
                TccState before = next;
                next = RULES.evolve(before, event);
                CHANGES.add(new Change(before, event, next));
            }
        }
        return next;
    }
}
