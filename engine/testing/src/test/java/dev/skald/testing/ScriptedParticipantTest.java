/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.testing;

import static dev.skald.tcc.Phase.CANCEL;
import static dev.skald.tcc.Phase.CONFIRM;
import static dev.skald.tcc.Phase.TRY;
import static dev.skald.testing.ScriptedParticipant.done;
import static dev.skald.testing.ScriptedParticipant.failed;
import static dev.skald.testing.ScriptedParticipant.retry;
import static dev.skald.testing.ScriptedParticipant.working;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScriptedParticipantTest {

    private static final Duration LATE = Duration.ofSeconds(30);

    @Test
    void whatIsNotInTheScriptIsDoneAtOnce() {
        assertThat(ScriptedParticipant.create().answers("hotel", CONFIRM, 7)).containsExactly(done());
    }

    @Test
    void itAnswersAsTheScriptSaysAttemptByAttempt() {
        ScriptedParticipant hotel = ScriptedParticipant.create()
                .on("hotel", CONFIRM, retry("down"))
                .on("hotel", CONFIRM)
                .on("hotel", CONFIRM, failed("closed"));
        assertThat(hotel.answers("hotel", CONFIRM, 1)).containsExactly(retry("down"));
        assertThat(hotel.answers("hotel", CONFIRM, 2)).as("it hangs").isEmpty();
        assertThat(hotel.answers("hotel", CONFIRM, 3)).containsExactly(failed("closed"));
        assertThat(hotel.answers("hotel", CONFIRM, 4))
                .as("the last is repeated")
                .containsExactly(failed("closed"));
        assertThat(hotel.answers("hotel", CANCEL, 1)).containsExactly(done());
        assertThat(hotel.answers("car", CONFIRM, 1)).containsExactly(done());
    }

    @Test
    void itAnswersLateAndTwiceAndThatItStillWorks() {
        ScriptedParticipant hotel =
                ScriptedParticipant.create().on("hotel", TRY, working(), done().after(LATE), done().after(LATE));
        assertThat(hotel.answers("hotel", TRY, 1)).containsExactly(working(), done().after(LATE), done().after(LATE));
    }

    @Test
    void aScriptIsNotChangedByWhatIsAddedToIt() {
        ScriptedParticipant quick = ScriptedParticipant.create();
        quick.on("hotel", TRY);
        assertThat(quick.answers("hotel", TRY, 1)).containsExactly(done());
    }

    @Test
    void timesAndAttemptsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> done().after(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptedParticipant.create().answers("hotel", TRY, 0));
    }
}
