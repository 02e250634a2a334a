/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skald.Decision;
import dev.skald.tcc.Answer;
import dev.skald.tcc.Leg;
import dev.skald.tcc.OpenRepair;
import dev.skald.tcc.ParticipantOptions;
import dev.skald.tcc.Payload;
import dev.skald.tcc.Phase;
import dev.skald.tcc.TccCommand;
import dev.skald.tcc.TccEvent;
import dev.skald.tcc.TccRules;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Agreements in words; the rules themselves lead to the events. */
class AgreementTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private final TccRules rules = new TccRules();
    private final List<TccEvent> log = new ArrayList<>();
    private Instant now = START;

    private void when(TccCommand command) {
        Decision<TccEvent> decision = rules.decide(Agreement.of(log).state(), command);
        assertThat(decision).isInstanceOf(Decision.Accepted.class);
        log.addAll(((Decision.Accepted<TccEvent>) decision).events());
        now = now.plusSeconds(1);
    }

    private void reported(String side, Phase phase, int attempt, Answer answer) {
        when(new TccCommand.Report(side, phase, attempt, answer, now));
    }

    private static Leg leg(String name, String key) {
        return new Leg(name, name + "s", key, Payload.of(new byte[0]), Leg.Terms.of(ParticipantOptions.unset()));
    }

    @BeforeEach
    void theRoomCannotBeConfirmed() {
        when(new TccCommand.Start(
                "t-1",
                "trip",
                List.of(leg("seat", "LH1"), leg("room", "Ritz")),
                TccEvent.Order.PARALLEL,
                null,
                null,
                now));
        reported("seat", Phase.TRY, 1, Answer.done());
        reported("room", Phase.TRY, 1, Answer.done());
        reported("seat", Phase.CONFIRM, 1, Answer.done());
        reported("room", Phase.CONFIRM, 1, Answer.failed("on-fire", "the hotel\nburns"));
    }

    private OpenRepair open() {
        return new OpenRepair(Agreement.of(log).state().outcome(), START.plusSeconds(4));
    }

    @Test
    @Tag("T25")
    void theListTellsTheLastAnswerOfEachSide() {
        assertThat(RepairText.of("trips", List.of(open())).lines())
                .containsExactly(
                        "TCC  TYPE  SINCE                 RESULT          SIDE  LAST ANSWER",
                        "t-1  trip  2026-11-23T10:00:04Z  CONFIRM_FAILED  seat  confirm done",
                        " ".repeat(49) + "room  confirm failed on-fire: the hotel burns",
                        "",
                        "1 agreement of trips needs repair. More of one: skald tcc show ID");
        assertThat(RepairText.of("trips", List.of(open(), open()))).contains("2 agreements of trips need repair.");
        assertThat(RepairText.of("trips", List.of()).lines()).containsExactly("No agreement of trips needs repair.");
    }

    @Test
    @Tag("T26")
    void showingTellsEverySideAndEveryStep() {
        assertThat(AgreementText.of(Agreement.of(log)).lines())
                .containsExactly(
                        "TCC t-1 of type trip: CONFIRM_FAILED, needs repair",
                        "",
                        "SIDE  ASKED             TRY                    CONFIRM                CANCEL  LAST FAILURE",
                        "seat  seats about LH1   succeeded (1 attempt)  succeeded (1 attempt)  -       -",
                        "room  rooms about Ritz  succeeded (1 attempt)  failed (1 attempt)     -       "
                                + "confirm failed on-fire: the hotel burns",
                        "",
                        "WHEN                  WHAT",
                        "2026-11-23T10:00:00Z  started: seat of seats about LH1, room of rooms about Ritz",
                        "2026-11-23T10:00:00Z  asked seat, room to try, attempt 1",
                        "2026-11-23T10:00:01Z  seat answered try, attempt 1: done",
                        "2026-11-23T10:00:02Z  room answered try, attempt 1: done",
                        "2026-11-23T10:00:02Z  decided to confirm",
                        "2026-11-23T10:00:02Z  asked seat, room to confirm, attempt 1",
                        "2026-11-23T10:00:03Z  seat answered confirm, attempt 1: done",
                        "2026-11-23T10:00:04Z  room answered confirm, attempt 1: failed on-fire: the hotel burns",
                        "2026-11-23T10:00:04Z  gave up the confirm of room",
                        "2026-11-23T10:00:04Z  ended: CONFIRM_FAILED");
    }

    @Test
    @Tag("T25")
    void aRetryIsShownUntilItHasSucceeded() {
        when(new TccCommand.Retry("Bob: the fire is out", now));
        Agreement asked = Agreement.of(log);
        assertThat(asked.isGoingOn()).isTrue();
        assertThat(AgreementText.of(asked))
                .startsWith("TCC t-1 of type trip: CONFIRM_FAILED, is being repaired")
                .contains("waiting (2 attempts)", "operator ordered a retry: Bob: the fire is out");

        reported("room", Phase.CONFIRM, 2, Answer.retry("smoke", ""));
        assertThat(Agreement.of(log).isGoingOn()).isTrue();
        assertThat(AgreementText.of(Agreement.of(log))).contains("again at 2026-", "confirm of room comes again at");

        reported("room", Phase.CONFIRM, 2, Answer.done());
        Agreement repaired = Agreement.of(log);
        assertThat(repaired.isGoingOn()).isFalse();
        assertThat(AgreementText.of(repaired)).startsWith("TCC t-1 of type trip: CONFIRM_FAILED, repaired");
    }

    @Test
    @Tag("T25")
    void whatWasResolvedIsShownWithItsNote() {
        when(new TccCommand.Resolve("Bob: booked elsewhere", now));

        assertThat(AgreementText.of(Agreement.of(log)))
                .startsWith("TCC t-1 of type trip: CONFIRM_FAILED, resolved by hand")
                .contains("operator resolved it by hand: Bob: booked elsewhere");
    }

    @Test
    @Tag("T25")
    void programsGetTheSame() throws IOException {
        JsonNode list = new ObjectMapper().readTree(Json.repairs(List.of(open())));
        assertThat(list.at("/0/id").asText()).isEqualTo("t-1");
        assertThat(list.at("/0/result").asText()).isEqualTo("CONFIRM_FAILED");
        assertThat(list.at("/0/since").asText()).isEqualTo("2026-11-23T10:00:04Z");
        assertThat(list.at("/0/phase").asText()).isEqualTo("confirm");
        assertThat(list.at("/0/sides/0/lastAnswer/kind").asText()).isEqualTo("done");
        assertThat(list.at("/0/sides/1/lastAnswer/kind").asText()).isEqualTo("failed");
        assertThat(list.at("/0/sides/1/lastAnswer/reason").asText()).isEqualTo("the hotel\nburns");

        JsonNode shown = new ObjectMapper().readTree(Json.agreement(Agreement.of(log)));
        assertThat(shown.get("needsRepair").asBoolean()).isTrue();
        assertThat(shown.at("/sides/1/trySucceeded").asBoolean()).isTrue();
        assertThat(shown.at("/sides/1/confirmed").asBoolean()).isTrue();
        assertThat(shown.at("/sides/1/confirmSucceeded").asBoolean()).isFalse();
        assertThat(shown.at("/sides/1/phases/confirm/progress").asText()).isEqualTo("failed");
        assertThat(shown.at("/sides/1/phases/cancel/progress").asText()).isEqualTo("not-asked");
        assertThat(shown.at("/log")).hasSize(log.size());
        assertThat(shown.at("/log/0/event").asText()).isEqualTo("Started");
    }
}
