/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.internal.command;

import dev.skald.internal.participant.ParticipantAnswer;
import dev.skald.internal.participant.ParticipantHandler;
import dev.skald.internal.participant.ParticipantRequest;
import dev.skald.tcc.Answer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Writes a participant's answers to whoever asked. */
final class ParticipantOutbox implements ParticipantHandler.Answers {

    private final ProcessorContext<Destination, byte[]> context;

    ParticipantOutbox(ProcessorContext<Destination, byte[]> context) {
        this.context = context;
    }

    @Override
    public void answer(ParticipantRequest request, Answer answer) {
        ParticipantAnswer told = ParticipantAnswer.to(request, answer);
        context.forward(new Record<>(
                Destination.byKey(request.replyTopic(), request.tccId()),
                told.value(),
                context.currentSystemTimeMs(),
                told.headers()));
    }
}
