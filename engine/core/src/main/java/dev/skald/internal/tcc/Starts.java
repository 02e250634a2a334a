/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.tcc;

import dev.skald.Reply;
import dev.skald.internal.command.Outbox.Asker;
import dev.skald.internal.command.ReplyAddress;
import dev.skald.tcc.Caller;
import dev.skald.tcc.Leg;
import dev.skald.tcc.TccCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes commands of messages, with what the definitions of agreements say. */
public final class Starts {

    private final Map<String, TccDefinition> definitions;

    /** The definitions, by the names of the types. */
    public Starts(Map<String, TccDefinition> definitions) {
        this.definitions = Map.copyOf(definitions);
    }

    /** Why a message cannot be what the definitions allow, if so. */
    Optional<Reply> refusal(TccMessage message) {
        if (!(message instanceof TccMessage.Start start)) {
            return Optional.empty();
        }
        TccDefinition definition = definitions.get(start.type());
        if (definition == null) {
            return Optional.of(new Reply.Rejected(
                    "unknown-tcc-type",
                    "expected one of the types %s, but it is %s".formatted(definitions.keySet(), start.type())));
        }
        return start.sides().stream()
                .filter(side -> !definition.participants().containsKey(side.participant()))
                .findFirst()
                .map(side -> new Reply.Rejected(
                        "unknown-participant",
                        "expected participants out of %s, but %s asks %s"
                                .formatted(definition.participants().keySet(), side.name(), side.participant())));
    }

    TccCommand command(String id, TccMessage message, Asker asker, Instant now) {
        if (message instanceof TccMessage.Start start) {
            return start(id, start, asker, now);
        } else if (message instanceof TccMessage.Join) {
            ReplyAddress address = asker.replyTo();
            if (address == null) {
                throw new IllegalArgumentException("expected somebody who waits for the outcome, but there is nobody");
            }
            return new TccCommand.Join(caller(asker, address), now);
        } else if (message instanceof TccMessage.Retry retry) {
            return new TccCommand.Retry(retry.note(), now);
        } else if (message instanceof TccMessage.Resolve resolve) {
            return new TccCommand.Resolve(resolve.note(), now);
        }
        throw new AssertionError(message);
    }

    private TccCommand start(String id, TccMessage.Start start, Asker asker, Instant now) {
        TccDefinition definition = definitions.get(start.type());
        if (definition == null) {
            throw new IllegalStateException("refused before: " + start.type());
        }
        List<Leg> legs = new ArrayList<>();
        for (TccMessage.Ask side : start.sides()) {
            TccDefinition.Asked asked = definition.participants().get(side.participant());
            if (asked == null) {
                throw new IllegalStateException("refused before: " + side.participant());
            }
            legs.add(new Leg(
                    side.name(), side.participant(), side.key(), side.request(), Leg.Terms.of(asked.options())));
        }
        ReplyAddress address = asker.replyTo();
        return new TccCommand.Start(
                id,
                start.type(),
                legs,
                definition.order(),
                definition.deadline() == null ? null : now.plus(definition.deadline()),
                address == null ? null : caller(asker, address),
                now);
    }

    private static Caller caller(Asker asker, ReplyAddress address) {
        return new Caller(address.clientId(), address.partition(), asker.commandId());
    }
}
