/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tcc;

import dev.skald.tcc.TccEffect.Ask;
import dev.skald.tcc.TccEffect.NeedsNoRepair;
import dev.skald.tcc.TccEffect.NeedsRepair;
import dev.skald.tcc.TccEffect.Tell;
import java.util.ArrayList;
import java.util.List;

/** What events lead to outside of the agreement. */
public final class TccEffects {

    private TccEffects() {}

    /**
     * The effects of one event.
     *
     * @param before the state before it
     * @param event the event
     * @param after the state after it
     */
    public static List<TccEffect> of(TccState before, TccEvent event, TccState after) {
        if (event instanceof TccEvent.Asked asked) {
            return asked(after, asked);
        } else if (event instanceof TccEvent.Ended) {
            return ended(before, after);
        } else if (event instanceof TccEvent.Repaired
                || event instanceof TccEvent.Resolved
                || event instanceof TccEvent.RetryOrdered) {
            return List.of(new NeedsNoRepair());
        } else if (tellsOfASide(event) && after.needsRepair()) {
            return List.of(new NeedsRepair(after.outcome()));
        }
        return List.of();
    }

    /** The list shows what each side last answered. */
    private static boolean tellsOfASide(TccEvent event) {
        return event instanceof TccEvent.Answered
                || event instanceof TccEvent.TimedOut
                || event instanceof TccEvent.GivenUp;
    }

    private static List<TccEffect> asked(TccState state, TccEvent.Asked asked) {
        List<TccEffect> effects = new ArrayList<>();
        for (String name : asked.legs()) {
            Side side = state.sides().get(name);
            if (side != null) {
                effects.add(new Ask(side.leg(), asked.phase(), asked.attempt()));
            }
        }
        return effects;
    }

    private static List<TccEffect> ended(TccState before, TccState after) {
        List<TccEffect> effects = new ArrayList<>();
        Outcome outcome = after.outcome();
        before.callers().forEach(caller -> effects.add(new Tell(caller, outcome)));
        if (after.needsRepair()) {
            effects.add(new NeedsRepair(outcome));
        }
        return effects;
    }
}
