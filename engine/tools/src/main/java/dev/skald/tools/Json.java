/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skald.tcc.Answer;
import dev.skald.tcc.OpenRepair;
import dev.skald.tcc.Outcome;
import dev.skald.tcc.Outcome.Participant;
import dev.skald.tcc.Phase;
import dev.skald.tcc.Side;
import dev.skald.tcc.Step;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** The same for programs. Properties may be added, but those that are there stay. */
final class Json {

    private static final ObjectWriter WRITER = new ObjectMapper().writerWithDefaultPrettyPrinter();

    private Json() {}

    static String repairs(List<OpenRepair> open) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        open.forEach(repair -> {
            Outcome outcome = repair.outcome();
            Phase phase = RepairText.phaseTwo(outcome);
            ObjectNode each = all.addObject()
                    .put("id", outcome.id())
                    .put("type", outcome.type())
                    .put("result", outcome.result().name())
                    .put("since", repair.since().toString())
                    .put("phase", phase.text());
            ArrayNode sides = each.putArray("sides");
            outcome.participants().forEach((name, side) -> {
                ObjectNode node = sides.addObject().put("name", name);
                flags(node, side);
                answer(node.putObject("lastAnswer"), RepairText.answer(phase, side));
                failures(node, side);
            });
        });
        return write(all);
    }

    static String agreement(Agreement agreement) {
        Outcome outcome = agreement.state().outcome();
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("id", outcome.id())
                .put("type", outcome.type())
                .put("result", outcome.result().name())
                .put("needsRepair", agreement.state().needsRepair());
        ArrayNode sides = root.putArray("sides");
        for (Side side : agreement.sides()) {
            sides.add(side(side, outcome));
        }
        ArrayNode log = root.putArray("log");
        agreement
                .log()
                .forEach(event -> log.addObject()
                        .put("at", event.at().toString())
                        .put("event", event.getClass().getSimpleName())
                        .put("text", AgreementText.words(event)));
        return write(root);
    }

    private static ObjectNode side(Side side, Outcome outcome) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("name", side.leg().name())
                .put("participant", side.leg().participant())
                .put("key", side.leg().key());
        Participant standing = outcome.participants().get(side.leg().name());
        if (standing != null) {
            flags(node, standing);
            failures(node, standing);
        }
        ObjectNode phases = node.putObject("phases");
        for (Phase phase : Phase.values()) {
            Step step = side.step(phase);
            phases.putObject(phase.text())
                    .put(
                            "progress",
                            step.progress().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .put("attempts", step.attempts());
        }
        return node;
    }

    private static void flags(ObjectNode node, Participant side) {
        node.put("tried", side.tried())
                .put("trySucceeded", side.trySucceeded())
                .put("confirmed", side.confirmed())
                .put("confirmSucceeded", side.confirmSucceeded())
                .put("canceled", side.canceled())
                .put("cancelSucceeded", side.cancelSucceeded());
    }

    private static void failures(ObjectNode node, Participant side) {
        ObjectNode failures = node.putObject("failures");
        for (Phase phase : Phase.values()) {
            Answer failure = side.failure(phase);
            if (failure != null) {
                answer(failures.putObject(phase.text()), failure);
            }
        }
    }

    private static void answer(ObjectNode node, Answer answer) {
        node.put("kind", answer.kind().text()).put("code", answer.code()).put("reason", answer.reason());
    }

    private static String write(Object node) {
        try {
            return WRITER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
