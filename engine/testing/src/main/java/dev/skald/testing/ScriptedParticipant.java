/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static java.util.Objects.requireNonNull;

import dev.skald.tcc.Answer;
import dev.skald.tcc.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A participant that answers as a script says: that fails, hangs, answers twice, answers late, says that it still
 * works, in any combination. It has no fence and knows no agreement; what is not in the script is done at once.
 *
 * <pre>{@code
 * ScriptedParticipant.create()
 *         .on("hotel", TRY, working(), done().after(Duration.ofSeconds(3)))
 *         .on("hotel", CONFIRM, retry("down"))
 *         .on("hotel", CONFIRM, done(), done())
 *         .on("car", TRY);
 * }</pre>
 *
 * <p>Each {@link #on} is what follows the next request to that side in that phase: the hotel's first confirm has to be
 * repeated and its second is answered twice; the car hangs. After the last of them, that one is repeated. Immutable; a
 * request's attempt tells which one it is.
 */
public final class ScriptedParticipant {

    private static final List<Reply> DONE_AT_ONCE = List.of(done());

    private final Map<Line, List<List<Reply>>> script;

    private ScriptedParticipant(Map<Line, List<List<Reply>>> script) {
        this.script = script;
    }

    /**
     * An answer and when it comes.
     *
     * @param answer what it says
     * @param delay how long after the request
     */
    public record Reply(Answer answer, Duration delay) {

        public Reply {
            requireNonNull(answer, "answer");
            if (delay.isNegative()) {
                throw new IllegalArgumentException("expected a delay of 0 or more, but it is " + delay);
            }
        }

        /** The same, so long after the request. */
        public Reply after(Duration time) {
            return new Reply(answer, time);
        }
    }

    private record Line(String side, Phase phase) {}

    /** One that does at once whatever it is asked for. */
    public static ScriptedParticipant create() {
        return new ScriptedParticipant(Map.of());
    }

    /** It is done. */
    public static Reply done() {
        return new Reply(Answer.done(), Duration.ZERO);
    }

    /** It will never be done. */
    public static Reply failed(String code) {
        return new Reply(Answer.failed(code, "as the script says"), Duration.ZERO);
    }

    /** It could not be done this time. */
    public static Reply retry(String code) {
        return new Reply(Answer.retry(code, "as the script says"), Duration.ZERO);
    }

    /** It takes longer. */
    public static Reply working() {
        return new Reply(Answer.working(), Duration.ZERO);
    }

    /**
     * The same, with what follows the next request to this side in this phase.
     *
     * @param replies the answers; none if it hangs
     */
    public ScriptedParticipant on(String side, Phase phase, Reply... replies) {
        Map<Line, List<List<Reply>>> longer = new HashMap<>(script);
        List<List<Reply>> attempts = new ArrayList<>(longer.getOrDefault(new Line(side, phase), List.of()));
        attempts.add(List.of(replies));
        longer.put(new Line(side, phase), List.copyOf(attempts));
        return new ScriptedParticipant(Map.copyOf(longer));
    }

    /**
     * The answers to a request, in the order of the script.
     *
     * @param side who is asked
     * @param phase what for
     * @param attempt the number of the attempt, from 1
     */
    public List<Reply> answers(String side, Phase phase, int attempt) {
        if (attempt < 1) {
            throw new IllegalArgumentException("expected an attempt from 1, but it is " + attempt);
        }
        List<List<Reply>> attempts = script.get(new Line(side, phase));
        return attempts == null ? DONE_AT_ONCE : attempts.get(Math.min(attempt, attempts.size()) - 1);
    }

    @Override
    public String toString() {
        return "ScriptedParticipant" + script;
    }
}
